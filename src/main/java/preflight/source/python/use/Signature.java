package preflight.source.python.use;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What a function takes.
 *
 * @param known false where a decorator or a later definition may change it
 */
public record Signature(boolean known, List<Parameter> parameters) {

  public static final Signature UNKNOWN = new Signature(false, List.of());

  /** How a parameter can be given. */
  public enum Way {
    POSITION,
    EITHER,
    KEYWORD,
    REST,
    KEYWORDS
  }

  /**
   * One parameter.
   *
   * @param optional whether it has a default value
   */
  public record Parameter(String name, Way way, boolean optional) {}

  /**
   * Why a call does not fit.
   *
   * @param bound whether Python itself gives the first parameter
   * @return a clause after the name of what is called; empty where it fits
   */
  public Optional<String> refuses(Arguments given, boolean bound) {
    var places = new ArrayList<Parameter>();
    var byName = new HashSet<String>();
    boolean rest = false;
    boolean keywords = false;
    for (Parameter it : parameters) {
      switch (it.way) {
        case POSITION -> places.add(it);
        case EITHER -> {
          places.add(it);
          byName.add(it.name);
        }
        case KEYWORD -> byName.add(it.name);
        case REST -> rest = true;
        case KEYWORDS -> keywords = true;
      }
    }
    int first = 0;
    if (bound) {
      if (places.isEmpty()) {
        return rest ? Optional.empty() : Optional.of("takes no argument, not even self");
      }
      byName.remove(places.getFirst().name);
      first = 1;
    }
    int most = places.size() - first;
    if (!rest && given.positional() > most) {
      return Optional.of(
          "takes %s, and %d %s given"
              .formatted(
                  count(most, "positional argument"),
                  given.positional(),
                  given.positional() == 1 ? "is" : "are"));
    }
    if (!keywords) {
      for (String it : given.keywords()) {
        if (!byName.contains(it)) {
          return Optional.of("takes no argument named " + it);
        }
      }
    }
    for (int i = first; i < Math.min(places.size(), first + given.positional()); i++) {
      if (places.get(i).way == Way.EITHER && given.keywords().contains(places.get(i).name)) {
        return Optional.of("is given the argument " + places.get(i).name + " twice");
      }
    }
    if (given.star() || given.doubleStar()) {
      return Optional.empty();
    }
    var missing = new ArrayList<String>();
    for (int i = first + given.positional(); i < places.size(); i++) {
      Parameter it = places.get(i);
      boolean named = it.way == Way.EITHER && given.keywords().contains(it.name);
      if (!it.optional && !named) {
        missing.add(it.name);
      }
    }
    for (Parameter it : parameters) {
      if (it.way == Way.KEYWORD && !it.optional && !given.keywords().contains(it.name)) {
        missing.add(it.name);
      }
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("needs the argument " + String.join(", ", missing));
  }

  private static String count(int number, String noun) {
    return switch (number) {
      case 0 -> "no " + noun;
      case 1 -> "1 " + noun;
      default -> number + " " + noun + "s";
    };
  }
}
