package preflight.deployment.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import preflight.check.Place;
import preflight.profile.reading.Mistakes;

/** The flags of a command or of one container in it; what gcloud refuses of them is a mistake. */
final class Flags {

  private record Given(String value, Place place) {}

  private final Map<String, List<Given>> given = new LinkedHashMap<>();
  private final Mistakes mistakes;

  Flags(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  void add(String name, String value, Place place) {
    given.computeIfAbsent(name, _ -> new ArrayList<>()).add(new Given(value, place));
  }

  boolean has(String name) {
    return given.containsKey(name);
  }

  /** The flags with the place where each is first given. */
  Map<String, Place> places() {
    var places = new LinkedHashMap<String, Place>();
    given.forEach((name, all) -> places.put(name, all.getFirst().place()));
    return places;
  }

  Place place(String name) {
    return places().getOrDefault(name, new Place("gcloud", 1, 1));
  }

  /** The value that counts: the last one. */
  Optional<String> value(String name) {
    return Optional.ofNullable(given.get(name)).map(it -> it.getLast().value());
  }

  /** The same, where it is more than an empty text, by which gcloud means that nothing changes. */
  Optional<String> text(String name) {
    return value(name).filter(it -> !it.isEmpty());
  }

  /** Several flags of which only one may be given. */
  void exclusive(String... names) {
    List<String> both = Arrays.stream(names).filter(this::has).toList();
    if (both.size() > 1) {
      mistakes.add(
          place(both.get(1)),
          "--%s and --%s exclude each other".formatted(both.get(0), both.get(1)));
    }
  }

  /** A list over all the times that its flag is given; empty where it never is. */
  Optional<List<String>> list(String name) {
    return Optional.ofNullable(given.get(name))
        .map(all -> all.stream().flatMap(it -> split(name, it).stream()).toList());
  }

  /** The same where each item counts, so that none may be open. */
  List<String> closed(String name) throws Unread {
    List<String> items = list(name).orElse(List.of());
    if (items.stream().anyMatch(Open::is)) {
      throw new Unread("what --%s names is not known before it runs".formatted(name));
    }
    return items;
  }

  /** Keys and values over all the times that the flag is given. */
  Map<String, String> map(String name) throws Unread {
    var map = new LinkedHashMap<String, String>();
    for (Given each : given.getOrDefault(name, List.of())) {
      var own = new LinkedHashMap<String, String>();
      for (String item : split(name, each)) {
        int equals = item.indexOf('=');
        if (Open.is(equals < 0 ? item : item.substring(0, equals))) {
          throw new Unread("what --%s names is not known before it runs".formatted(name));
        }
        if (equals < 1) {
          mistakes.add(
              each.place(),
              ("--%s has a part that is not KEY=VALUE; values with a comma need another delimiter,"
                      + " as in --%1$s=^@^A=1,2@B=3")
                  .formatted(name));
        } else {
          own.put(item.substring(0, equals).strip(), item.substring(equals + 1));
        }
      }
      own.forEach((key, value) -> {
        if (map.put(key, value) != null) {
          mistakes.add(each.place(), "--%s gives %s twice".formatted(name, key));
        }
      });
    }
    return map;
  }

  /** Items between commas, or between another delimiter; see {@code gcloud topic escaping}. */
  private List<String> split(String name, Given each) {
    String text = each.value();
    String delimiter = ",";
    int end = text.startsWith("^") ? text.indexOf('^', 1) : -1;
    if (end == 1) {
      mistakes.add(each.place(), "--%s names an empty delimiter".formatted(name));
      return List.of();
    }
    if (end > 1) {
      delimiter = text.substring(1, end);
      text = text.substring(end + 1);
    }
    if (text.isEmpty()) {
      return List.of();
    }
    String whole =
        text.endsWith(delimiter) ? text.substring(0, text.length() - delimiter.length()) : text;
    return List.of(whole.split(Pattern.quote(delimiter), -1));
  }
}
