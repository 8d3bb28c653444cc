package preflight.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.Recorders;
import preflight.check.CommonRemedies;
import preflight.check.Permission;
import preflight.check.command.Command;
import preflight.check.command.Command.Part;
import preflight.check.command.Encoding;
import preflight.cli.Catalogue;
import preflight.probe.secret.Profiles;
import preflight.resource.SecretFormat;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pastes every command that there is into a shell, with harmless values and with hostile ones, and
 * compares what the tools are told: a value is what it is, and never anything else.
 */
class RepairsAttackTest {

  private static final List<String> HOSTILE =
      List.of(
          "x'; touch PWNED; '",
          "x\"; touch PWNED; \"",
          "\"$(touch PWNED)\"",
          "`touch PWNED`",
          "`:`touch PWNED``:`",
          "$(touch PWNED)",
          "${IFS:-$(touch PWNED)}",
          "x\ntouch PWNED\n",
          "x\r\ntouch PWNED",
          "x | touch PWNED",
          "x && touch PWNED",
          "x; touch PWNED #",
          "x & touch PWNED &",
          "x > PWNED",
          "<(touch PWNED)",
          "x\\",
          "x\\'; touch PWNED; \\'",
          "$'x'; touch PWNED; $'",
          "!touch PWNED",
          "*",
          "[a-z]*?",
          "~root",
          "=touch",
          "{touch,PWNED}",
          "\u001b]0;title\u0007\u001b[31m",
          "a\u202eb\u200bc\u0085d\u2028e",
          "it's \"both\" of them",
          "A=1,B=2^;^C=3",
          "^;^x",
          "%s%n%d",
          "‘x’ “y” Zürich 日本",
          "--flag=x",
          "-rf",
          "{project}",
          "{VALUE?touch PWNED}",
          "${PROJECT:?x}",
          "# no more",
          "a\tb  c",
          "x\u0000y");

  /** Words by which a command changes something. */
  private static final Set<String> CHANGING =
      Set.of(
          "add",
          "add-iam-policy-binding",
          "create",
          "delete",
          "enable",
          "link",
          "patch",
          "set-password",
          "update",
          "upgrade");

  private Recorders recorders;

  @BeforeEach
  void tools(@TempDir Path home) throws Exception {
    recorders = new Recorders(home);
  }

  /**
   * Every template, by where it stands; a whole command that a check makes has tests of its own.
   */
  private static Map<String, Command> commands() {
    Map<String, Command> all = new LinkedHashMap<>();
    Catalogue.all()
        .forEach(check ->
            CommonRemedies.of(check)
                .forEach(remedy ->
                    Arrays.stream(remedy.commands())
                        .filter(it -> !it.matches("\\{[a-z-]+}"))
                        .forEach(it -> all.put(it + "  # " + check.id(), Command.of(it)))));
    ExtraProbes.rows()
        .forEach(row -> row.commands().forEach(it -> all.put(it + "  # " + row.question(), it)));
    for (Permission permission : Permission.values()) {
      all.put(permission.name(), permission.grant());
    }
    // The same words at two checks are one command.
    Set<Command> seen = new LinkedHashSet<>();
    all.values().removeIf(it -> !seen.add(it));
    return all;
  }

  @Test
  void every_command_tells_its_tools_the_values_and_nothing_else_whatever_they_hold() {
    // One of each kind of trick at once; the long attack takes them one by one.
    String all = "a'b\"; touch PWNED; $(touch PWNED) `touch PWNED`\\ *,=^%s!{project}";
    commands()
        .forEach((where, command) -> {
          attack(where, command, all, "bash");
          attack(where, command, all + "é", "bash");
        });
  }

  @Test
  @Tag("attack")
  void every_hostile_value_in_every_placeholder_of_every_command() {
    Map<String, Command> commands = commands();
    List<Map.Entry<String, Command>> entries = List.copyOf(commands.entrySet());
    var random = new Random(10);
    int runs = Integer.getInteger("attack.runs", 200);
    for (int run = 0; run < runs; run++) {
      var entry = entries.get(random.nextInt(entries.size()));
      // A script of several lines would hide which of them went wrong.
      attack(
          entry.getKey(),
          entry.getValue(),
          HOSTILE.get(run % HOSTILE.size()),
          run % 5 == 0 ? "dash" : "bash");
    }
  }

  private void attack(String where, Command template, String value, String shell) {
    Map<String, String> tokens = new LinkedHashMap<>();
    Map<String, Optional<Encoding>> encodings = new LinkedHashMap<>();
    for (Part part : template.parts()) {
      if (part instanceof Part.Open open) {
        tokens.computeIfAbsent(
            open.name(),
            _ ->
                open.encoding().equals(Optional.of(Encoding.NUMBER))
                    ? "7100" + tokens.size()
                    : "TOKEN" + tokens.size() + "X");
        encodings.put(open.name(), open.encoding());
      }
    }
    Map<String, String> known =
        asked(template).collect(Collectors.toMap(it -> it, _ -> "given", (one, _) -> one));
    known.put("SAYING", "gcloud openssl");
    known.put("SAYS", "1234");
    Map<String, String> hostile =
        tokens.keySet().stream().collect(Collectors.toMap(it -> it, _ -> value));

    Command attacked = template.with(hostile);
    var ran = recorders.run(shell, attacked + "\n", known);
    assertThat(ran.pwned()).as("%s with <%s>: %s", where, value, attacked).isFalse();
    assertThat(attacked.toString()).as(where).matches("[ -~]*");
    if (!attacked.isWhole()) {
      assertThat(ran.calls()).as(where).isEmpty();
      assertThat(attacked.toString()).startsWith("# A command is left out: the ").endsWith(".");
      return;
    }
    var benign = recorders.run(shell, template.with(tokens) + "\n", known);
    if (shell.equals("dash") && attacked.toString().contains("$'")) {
      // It does not know the form: other words, but no other commands.
      assertThat(ran.calls().stream().map(it -> it.words().getFirst()))
          .containsExactlyElementsOf(
              benign.calls().stream().map(it -> it.words().getFirst()).toList());
      return;
    }
    List<Recorders.Call> calls = matched(benign.calls(), ran.calls());
    assertThat(calls).as("%s with <%s>: %s", where, value, attacked).hasSameSizeAs(benign.calls());
    for (int i = 0; i < benign.calls().size(); i++) {
      var told = calls.get(i);
      var meant = benign.calls().get(i);
      assertThat(told.words()).as("%s with <%s>", where, value).hasSameSizeAs(meant.words());
      for (int word = 0; word < meant.words().size(); word++) {
        same(meant.words().get(word), told.words().get(word), value, tokens, encodings);
      }
      same(meant.input(), told.input(), value, tokens, encodings);
    }
  }

  /** In the order of the others: by their first words, which no value reaches. */
  private static List<Recorders.Call> matched(
      List<Recorders.Call> benign, List<Recorders.Call> attacked) {
    Comparator<Recorders.Call> order =
        Comparator.comparingInt(it ->
            IntStream.range(0, benign.size())
                .filter(at -> benign.get(at).words().getFirst().equals(it.words().getFirst()))
                .filter(at -> benign.get(at).words().get(1).equals(it.words().get(1)))
                .filter(at -> benign.get(at).words().size() == it.words().size())
                .findFirst()
                .orElse(-1));
    return attacked.stream().sorted(order).toList();
  }

  /** Holds what was told against what was meant, with the value in place of its token. */
  private static void same(
      String meant,
      String told,
      String value,
      Map<String, String> tokens,
      Map<String, Optional<Encoding>> encodings) {
    for (var token : tokens.entrySet()) {
      if (!meant.contains(token.getValue())) {
        continue;
      }
      Encoding encoding = encodings.getOrDefault(token.getKey(), Optional.empty()).orElse(null);
      if (encoding == null || encoding == Encoding.HEADER) {
        meant = meant.replace(token.getValue(), value);
        continue;
      }
      if (encoding == Encoding.IDENTIFIER) {
        // A statement may name several things; elsewhere in the command they stand as they are.
        meant =
            meant
                .replace("\"" + token.getValue() + "\"", "\"" + value.replace("\"", "\"\"") + "\"")
                .replace(token.getValue(), value);
        continue;
      }
      String before = meant.substring(0, meant.indexOf(token.getValue()));
      String after = meant.substring(before.length() + token.getValue().length());
      assertThat(told).startsWith(before).endsWith(after);
      String encoded = told.substring(before.length(), told.length() - after.length());
      assertThat(decoded(encoding, encoded)).isEqualTo(value);
      return;
    }
    assertThat(told).isEqualTo(meant);
  }

  private static String decoded(Encoding encoding, String encoded) {
    return switch (encoding) {
      case JSON ->
          JsonMapper.shared().readTree("{\"it\":\"" + encoded + "\"}").get("it").asString();
      case FILTER -> {
        assertThat(encoded).matches("([^\"\\\\]|\\\\[\"\\\\])*");
        yield encoded.replaceAll("\\\\(.)", "$1");
      }
      case HEADER, VARIABLE, NUMBER, IDENTIFIER -> encoded;
    };
  }

  private static Stream<String> asked(Command template) {
    // Shell of our own may ask as well.
    Matcher own = Pattern.compile("\\$\\{([A-Z_]+):?\\?").matcher(template.toString());
    return own.results().map(it -> it.group(1));
  }

  @Test
  void nothing_is_changed_by_a_command_while_something_in_it_is_not_known() {
    commands()
        .forEach((where, command) -> {
          for (String shell : List.of("bash", "dash")) {
            var ran = recorders.run(shell, command + "\n", Map.of("SAYING", "gcloud", "SAYS", "1"));
            assertThat(changing(ran)).as(where).isEmpty();
          }
        });
  }

  @Test
  void nothing_is_changed_while_only_the_reader_knows_what_to() {
    commands()
        .forEach((where, command) -> {
          Command filled = filled(command);
          if (asked(filled).findAny().isPresent()) {
            assertThat(changing(recorders.run("bash", filled + "\n"))).as(where).isEmpty();
          }
        });
  }

  @Test
  void nothing_is_changed_where_what_must_be_found_out_first_is_not() {
    int captures = 0;
    for (var each : commands().entrySet()) {
      String line = filled(each.getValue()).toString();
      if (line.contains("$(")) {
        captures++;
        assertThat(changing(recorders.run("bash", line + "\n"))).as(each.getKey()).isEmpty();
        var half =
            Map.of("SAYING", "gcloud openssl uuidgen", "SAYS", "half", "FAILING", "gcloud openssl");
        assertThat(changing(recorders.run("bash", line + "\n", half))).as(each.getKey()).isEmpty();
      }
    }
    assertThat(captures).isPositive();
  }

  @Test
  void a_new_value_is_stored_as_it_was_generated_or_not_at_all() throws Exception {
    Command store =
        commands().values().stream()
            .filter(it -> it.template().contains("{generator}"))
            .findFirst()
            .orElseThrow();
    for (String generator : generators()) {
      String line = filled(store.with("generator", Command.of(generator))) + "\n";
      var says = Map.of("SAYING", "openssl uuidgen tr", "SAYS", "fresh\n");
      assertThat(changing(recorders.run("bash", line, says)))
          .singleElement()
          .extracting(Recorders.Call::input)
          .isEqualTo("fresh");
      assertThat(changing(recorders.run("bash", line))).isEmpty();
      var failing =
          Map.of("SAYING", "openssl uuidgen", "SAYS", "half", "FAILING", "openssl uuidgen");
      assertThat(changing(recorders.run("bash", line, failing))).isEmpty();
    }
    for (String tool : List.of("openssl", "uuidgen", "tr")) {
      recorders.without(tool);
    }
    for (String generator : generators()) {
      String line = filled(store.with("generator", Command.of(generator))) + "\n";
      assertThat(changing(recorders.run("bash", line))).isEmpty();
    }
  }

  /** All there are, of usual and of large sizes. */
  private static List<String> generators() {
    return Arrays.stream(SecretFormat.values())
        .flatMap(format ->
            Stream.of(128, 512)
                .flatMap(
                    bits -> Profiles.secret("A", it -> it.format(format)).generator(bits).stream()))
        .toList();
  }

  private static Command filled(Command command) {
    Map<String, String> known = new LinkedHashMap<>();
    for (Part part : command.parts()) {
      if (part instanceof Part.Open open && !open.name().equals("value")) {
        known.put(
            open.name(), open.encoding().equals(Optional.of(Encoding.NUMBER)) ? "7" : "known");
      }
    }
    return command.with(known);
  }

  private static List<Recorders.Call> changing(Recorders.Ran ran) {
    List<Recorders.Call> changing = new ArrayList<>();
    for (var call : ran.calls()) {
      boolean sql = call.words().contains("connect") && !call.input().startsWith("SHOW ");
      if (call.words().stream().anyMatch(CHANGING::contains) || sql) {
        changing.add(call);
      }
    }
    return changing;
  }
}
