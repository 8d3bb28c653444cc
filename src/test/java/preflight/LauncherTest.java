package preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class LauncherTest {

  @TempDir Path folder;
  private ScriptCheckout checkout;

  @BeforeEach
  void checkOut() throws IOException {
    checkout = new ScriptCheckout(folder.toRealPath());
  }

  @Test
  void arguments_reach_the_program_untouched_and_its_exit_code_comes_back() throws Exception {
    var ended = checkout.preflight("two words", "*", "@file", "'\"", "$HOME", "");

    assertThat(ended.exitCode()).isEqualTo(7);
    assertThat(ended.out())
        .endsWith(
            "[preflight.cli.Main]", "[two words]", "[*]", "[@file]", "['\"]", "[$HOME]", "[]");
  }

  @Test
  void the_first_use_builds_and_trains_and_says_so_and_the_second_is_silent() throws Exception {
    var first = checkout.preflight();
    var second = checkout.preflight();

    assertThat(first.err())
        .containsExactly(
            "Building Preflight (first use) …",
            "Preparing Preflight for fast starts (once, about 20 s) …");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(checkout.builds())
        .containsExactly(
            "-q -B -Plauncher -Dpreflight.build.directory="
                + checkout.home.resolve("target")
                + " package");
    assertThat(checkout.trainings()).isEqualTo(1);
  }

  @Test
  void the_class_path_is_quoted_and_in_order_and_the_program_knows_where_it_stands()
      throws Exception {
    checkout.preflight();

    var target = checkout.home.resolve("target");
    assertThat(Files.readAllLines(target.resolve("launcher/java.args")))
        .contains(
            "\"-Dpreflight.home=" + checkout.home + "\"",
            "\"-Dpreflight.build=" + target + "\"",
            "\"-Dpreflight.launcher=" + checkout.home + "/scripts/preflight\"")
        .endsWith(
            "\"-cp\"", "\"%1$s/preflight.jar:%1$s/lib/a.jar:%1$s/lib/b.jar\"".formatted(target));
  }

  @Test
  void a_symbolic_link_to_the_launcher_runs_the_checkout_behind_it() throws Exception {
    var link = checkout.root.resolve("bin/pf");
    Files.createSymbolicLink(link, Path.of("../a check out/scripts/preflight"));

    assertThat(checkout.run(link, "x").out()).endsWith("[preflight.cli.Main]", "[x]");
    assertThat(checkout.home.resolve("target/preflight.jar")).exists();
  }

  @Test
  void a_newer_source_is_built_again() throws Exception {
    checkout.preflight();
    Files.setLastModifiedTime(
        checkout.home.resolve("src/main/java/Main.java"), FileTime.from(Instant.now()));

    var ended = checkout.preflight();

    assertThat(ended.err()).contains("Building Preflight (its sources changed) …");
    assertThat(checkout.builds()).hasSize(2);
    assertThat(checkout.trainings()).isEqualTo(2);
  }

  @Test
  void a_deleted_source_is_built_again() throws Exception {
    checkout.preflight();
    Files.delete(checkout.home.resolve("src/main/java/Other.java"));

    checkout.preflight();

    assertThat(checkout.builds()).hasSize(2);
  }

  @Test
  void dependencies_that_a_new_pom_no_longer_names_leave_the_class_path() throws Exception {
    checkout.preflight();
    Files.writeString(checkout.home.resolve("target/lib/old.jar"), "old");
    Files.writeString(checkout.home.resolve("pom.xml"), "<project>new</project>");

    checkout.preflight();

    assertThat(Files.readString(checkout.home.resolve("target/launcher/java.args")))
        .contains("a.jar")
        .doesNotContain("old.jar");
  }

  @Test
  void another_jdk_gets_a_cache_of_its_own_and_no_second_build() throws Exception {
    checkout.preflight();
    var other = checkout.jdk("jdk 26", "26");
    checkout.environment.put("JAVA_HOME", other.toString());

    checkout.preflight();

    assertThat(checkout.builds()).hasSize(1);
    assertThat(other.resolve("trainings")).hasContent("trained");
  }

  @Test
  void a_jar_that_maven_built_without_the_launcher_is_trained_anew() throws Exception {
    checkout.preflight();
    Files.writeString(checkout.home.resolve("target/preflight.jar"), "newer");

    checkout.preflight();

    assertThat(checkout.builds()).hasSize(1);
    assertThat(checkout.trainings()).isEqualTo(2);
  }

  @Test
  void without_the_cache_nothing_is_trained() throws Exception {
    checkout.environment.put("PREFLIGHT_NO_AOT", "1");

    assertThat(checkout.preflight().out()).contains("[-XX:AOTMode=off]");
    assertThat(checkout.trainings()).isZero();
  }

  @Test
  void more_arguments_for_the_jvm_come_from_variables_that_it_need_not_announce() throws Exception {
    checkout.environment.put("PREFLIGHT_JAVA_OPTS", "-Xmx64m -Da=*");
    checkout.environment.put("JAVA_TOOL_OPTIONS", "-Db=1");

    assertThat(checkout.preflight().out())
        .containsSubsequence("[-Db=1]", "[-Xmx64m]", "[-Da=*]", "[preflight.cli.Main]");
  }

  @Test
  void quoted_arguments_for_the_jvm_are_split_as_it_would_split_them() throws Exception {
    checkout.environment.put("JDK_JAVA_OPTIONS", " -Da=\"two words\"\t'-Db=it is \"so\"' -Dc= ");
    checkout.environment.put("PREFLIGHT_JAVA_OPTS", "-Dd='e f'g\n-Xss1m");
    checkout.environment.put("_JAVA_OPTIONS", "-Xmx65m");

    assertThat(checkout.preflight().out())
        .containsSubsequence(
            "[-Da=two words]",
            "[-Db=it is \"so\"]",
            "[-Dc=]",
            "[-Dd=e fg]",
            "[-Xss1m]",
            "[-Xmx65m]",
            "[preflight.cli.Main]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JAVA_TOOL_OPTIONS=-version",
        "JAVA_TOOL_OPTIONS=\"-version\"",
        "JAVA_TOOL_OPTIONS=-Da=1 '--version'",
        "JDK_JAVA_OPTIONS=--dry-run",
        "JDK_JAVA_OPTIONS=@more",
        "JDK_JAVA_OPTIONS=--show-version",
        "JDK_JAVA_OPTIONS=-Xmx64m \"--help\"",
        "_JAVA_OPTIONS=-XX:Flags=flags",
        "_JAVA_OPTIONS=-javaagent:agent.jar",
        "PREFLIGHT_JAVA_OPTS=-help",
        "PREFLIGHT_JAVA_OPTS=-jar other.jar",
        "PREFLIGHT_JAVA_OPTS=-cp /elsewhere",
        "PREFLIGHT_JAVA_OPTS=other.Main",
        "PREFLIGHT_JAVA_OPTS=-agentlib:jdwp=help",
        "PREFLIGHT_JAVA_OPTS=-D",
        "PREFLIGHT_JAVA_OPTS=-Dpreflight.home=/elsewhere",
        "PREFLIGHT_JAVA_OPTS=-Djava.class.path=/elsewhere",
        "PREFLIGHT_JAVA_OPTS=-X",
        "PREFLIGHT_JAVA_OPTS=-Xinternalversion",
        "PREFLIGHT_JAVA_OPTS=-Xshare:dump",
        "PREFLIGHT_JAVA_OPTS=-XshowSettings:all",
        "PREFLIGHT_JAVA_OPTS=-Xlog:help",
        "PREFLIGHT_JAVA_OPTS=-Xrunjdwp:help",
        "PREFLIGHT_JAVA_OPTS=-Xbootclasspath/a:/elsewhere.jar",
        "PREFLIGHT_JAVA_OPTS=-XX:+PrintFlagsFinal -version",
        "PREFLIGHT_JAVA_OPTS=-XX:+PrintFlagsInitial",
        "PREFLIGHT_JAVA_OPTS=-XX:VMOptionsFile=more",
        "PREFLIGHT_JAVA_OPTS=-XX:AOTMode=create",
        "PREFLIGHT_JAVA_OPTS=-XX:OnError=reboot",
        "PREFLIGHT_JAVA_OPTS=-XX:OnOutOfMemoryError=reboot",
        "PREFLIGHT_JAVA_OPTS=-Da=\"no end",
      })
  void a_word_that_could_end_or_replace_the_gate_is_refused_in_one_line(String set)
      throws Exception {
    checkout.preflight();
    var name = set.substring(0, set.indexOf('='));
    checkout.environment.put(name, set.substring(set.indexOf('=') + 1));

    var ended = checkout.preflight("run", "staging");

    assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(64);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).singleElement().asString().startsWith("preflight: " + name + " holds ");
  }

  @Test
  void a_damaged_cache_of_the_right_length_is_made_anew_and_that_is_said() throws Exception {
    checkout.preflight();
    Files.writeString(checkout.state("preflight.aot"), "cavhe\n");
    // A clock of files may tick too slowly to tell it from the cache that was made just now.
    Files.setLastModifiedTime(
        checkout.state("preflight.aot"), FileTime.from(Instant.now().plusSeconds(60)));

    var ended = checkout.preflight();

    assertThat(ended.exitCode()).isEqualTo(7);
    assertThat(ended.err())
        .containsExactly(
            "preflight: the AOT cache is damaged; it is made anew",
            "Preparing Preflight for fast starts (once, about 20 s) …");
    assertThat(checkout.state("preflight.aot")).hasContent("cache");
    assertThat(checkout.preflight().err()).isEmpty();
  }

  @Test
  void a_cache_that_only_looks_newer_is_kept() throws Exception {
    checkout.preflight();
    Files.setLastModifiedTime(
        checkout.state("preflight.aot"), FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(checkout.preflight().err()).isEmpty();
    assertThat(checkout.trainings()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void after_a_crash_of_the_jvm_the_cache_is_looked_at(boolean damaged) throws Exception {
    checkout.preflight();
    var cache = checkout.state("preflight.aot");
    var made = Files.getLastModifiedTime(cache);
    if (damaged) {
      Files.writeString(cache, "cavhe\n");
      Files.setLastModifiedTime(cache, made);
    }
    var crash = checkout.preflight().out().stream().filter(it -> it.contains("ErrorFile")).toList();
    assertThat(crash).containsExactly("[-XX:ErrorFile=" + checkout.state("crash.log") + "]");
    Files.writeString(checkout.state("crash.log"), "SIGSEGV");

    assertThat(checkout.preflight().err()).hasSize(damaged ? 2 : 0);
    assertThat(checkout.preflight().err()).isEmpty();
    assertThat(checkout.trainings()).isEqualTo(damaged ? 2 : 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.args", "key"})
  void a_file_of_the_launcher_that_is_lost_emptied_or_cut_heals(String name) throws Exception {
    var whole = checkout.preflight().out();
    var text = Files.readString(checkout.state(name));
    for (var left : List.of(text.substring(0, text.length() / 2), "", "-version\n" + text)) {
      Files.writeString(checkout.state(name), left);
      assertThat(checkout.preflight().out()).isEqualTo(whole);
      assertThat(checkout.state(name)).hasContent(text);
    }
    Files.delete(checkout.state(name));
    assertThat(checkout.preflight().out()).isEqualTo(whole);
    assertThat(checkout.state(name)).hasContent(text);
    assertThat(checkout.preflight().err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"launcher/built", "preflight.jar", "lib/a.jar", "sandbox-lib/s.jar"})
  void a_part_of_the_build_that_is_lost_or_emptied_is_built_again(String name) throws Exception {
    checkout.preflight();
    var part = checkout.home.resolve("target").resolve(name);
    var whole = Files.readString(part);

    Files.writeString(part, "");
    assertThat(checkout.preflight().exitCode()).isEqualTo(7);
    assertThat(part).hasContent(whole);
    assertThat(checkout.builds()).hasSize(2);

    Files.delete(part);
    assertThat(checkout.preflight().exitCode()).isEqualTo(7);
    assertThat(part).hasContent(whole);
    assertThat(checkout.builds()).hasSize(3);
    assertThat(checkout.preflight().err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a'b",
        "a\"b",
        "$HOME",
        "100%p %d",
        "-n",
        "Prüfstand",
        " two  blanks ",
        "[a-z]*?",
        "a&b;c"
      })
  void a_checkout_may_be_called_like_that(String name) throws Exception {
    checkout = new ScriptCheckout(folder.toRealPath(), name);

    var first = checkout.preflight("x");
    var second = checkout.preflight("x");

    assertThat(first.exitCode()).as(first.toString()).isEqualTo(7);
    assertThat(second.err()).isEmpty();
    assertThat(checkout.builds()).hasSize(1);
    var inside =
        new ProcessBuilder("./" + name + "/scripts/preflight", "x")
            .directory(checkout.root.toFile());
    inside.environment().clear();
    inside.environment().putAll(checkout.environment);
    assertThat(ScriptCheckout.end(inside.start()).out()).endsWith("[preflight.cli.Main]", "[x]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\b", "a\nb", "\n", "a\n", "a:b"})
  void a_checkout_whose_name_java_cannot_take_says_so_in_one_line(String name) throws Exception {
    checkout = new ScriptCheckout(folder.toRealPath(), name);

    for (var script : List.of("preflight", "test")) {
      var ended = checkout.run(checkout.home.resolve("scripts").resolve(script));

      assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(69);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err())
          .singleElement()
          .asString()
          .startsWith("preflight: Java cannot run from a folder with ");
    }
  }

  @Test
  void what_the_caller_s_shell_exports_steers_nothing() throws Exception {
    checkout.environment.put("BASH_FUNC_find%%", "() { echo found; }");
    checkout.environment.put("BASH_FUNC_cd%%", "() { echo elsewhere; }");
    checkout.environment.put("BASH_ENV", checkout.root.resolve("profile").toString());
    Files.writeString(
        checkout.root.resolve("profile"), "shopt -s expand_aliases; alias case='echo'; cd /\n");
    checkout.environment.put("CDPATH", "/:/tmp");
    checkout.environment.put("IFS", "/");
    checkout.environment.put("SHELLOPTS", "noglob:noclobber:posix");
    checkout.environment.put("BASHOPTS", "nullglob:failglob:nocasematch");
    checkout.environment.put("POSIXLY_CORRECT", "1");
    checkout.environment.put("ENV", checkout.root.resolve("profile").toString());

    var first = checkout.preflight("two words");

    assertThat(first.exitCode()).as(first.toString()).isEqualTo(7);
    assertThat(first.out()).endsWith("[preflight.cli.Main]", "[two words]");
    assertThat(checkout.preflight("two words").err()).isEmpty();
    assertThat(checkout.builds()).hasSize(1);
    assertThat(checkout.trainings()).isEqualTo(1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_closed_stdout_is_never_a_file_that_the_jvm_opens() throws Exception {
    checkout.preflight();
    ScriptCheckout.script(
        checkout.jdk.resolve("bin/java"),
        "#!/bin/sh\nfds=$(readlink /proc/$$/fd/[012])\necho \"$fds\" >\"${0%/*}/fds\"\n");

    checkout.run(
        Path.of("/bin/sh"),
        "-c",
        "exec \"$0\" x <&- >&- 2>&-",
        checkout.home + "/scripts/preflight");

    assertThat(checkout.jdk.resolve("bin/fds")).hasContent("/dev/null\n/dev/null\n/dev/null");
  }

  @Test
  void an_old_jdk_in_java_home_is_passed_over_for_a_new_one_on_the_path() throws Exception {
    checkout.environment.put("JAVA_HOME", checkout.jdk("jdk 17", "17.0.9").toString());
    Files.createSymbolicLink(checkout.root.resolve("bin/java"), checkout.jdk.resolve("bin/java"));

    assertThat(checkout.preflight().exitCode()).isEqualTo(7);
    assertThat(checkout.trainings()).isEqualTo(1);
  }

  @Test
  void no_jdk_is_one_line_with_the_way_to_get_one_and_69() throws Exception {
    checkout.withoutJdk();

    for (var script : List.of("preflight", "test")) {
      var ended = checkout.run(checkout.home.resolve("scripts").resolve(script));

      assertThat(ended.exitCode()).isEqualTo(69);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err())
          .containsExactly(
              "preflight: no JDK 25 or newer found;"
                  + " get one from https://adoptium.net and set JAVA_HOME to it");
    }
  }

  @Test
  void no_maven_is_one_line_and_69() throws Exception {
    checkout.withoutJdk();
    checkout.environment.put("JAVA_HOME", checkout.jdk.toString());

    var ended = checkout.run(checkout.home.resolve("scripts/test"));

    assertThat(ended.exitCode()).isEqualTo(69);
    assertThat(ended.err()).singleElement().asString().contains("mvn is not on PATH");
  }

  @Test
  void a_failing_build_is_69_with_the_place_of_its_log_and_is_tried_again() throws Exception {
    Files.createFile(checkout.root.resolve("broken"));
    var failed = checkout.preflight();
    Files.delete(checkout.root.resolve("broken"));
    var repaired = checkout.preflight();

    var log = checkout.home.resolve("target/launcher/build.log");
    assertThat(failed.exitCode()).isEqualTo(69);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err())
        .containsExactly(
            "Building Preflight (first use) …", "preflight: the build failed; its log is " + log);
    assertThat(repaired.exitCode()).isEqualTo(7);
  }

  @Test
  void the_log_of_a_failing_build_holds_what_maven_said() throws Exception {
    Files.createFile(checkout.root.resolve("broken"));
    checkout.preflight();

    assertThat(checkout.home.resolve("target/launcher/build.log"))
        .hasContent("[ERROR] it does not compile");
  }

  @Test
  void two_first_uses_at_once_build_once_and_both_run() throws Exception {
    var hold = Files.createFile(checkout.root.resolve("hold"));
    var launcher = checkout.home.resolve("scripts/preflight");
    var first = checkout.start(launcher, "first");
    assertThat(first.errorReader().readLine()).startsWith("Building");
    var second = checkout.start(launcher, "second");
    assertThat(second.errorReader().readLine()).startsWith("Waiting for another");
    Files.delete(hold);

    assertThat(ScriptCheckout.end(first).out()).endsWith("[first]");
    assertThat(ScriptCheckout.end(second).out()).endsWith("[second]");
    assertThat(checkout.builds()).hasSize(1);
    assertThat(checkout.trainings()).isEqualTo(1);
  }

  @Test
  void an_interrupted_build_ends_maven_too_and_starts_over_the_next_time() throws Exception {
    var hold = Files.createFile(checkout.root.resolve("hold"));
    var process = checkout.start(checkout.home.resolve("scripts/preflight"));
    assertThat(process.errorReader().readLine()).startsWith("Building");
    // Process.destroy would close its streams as well.
    process.toHandle().destroy();

    assertThat(ScriptCheckout.end(process).exitCode()).isEqualTo(143);
    Files.delete(hold);
    assertThat(checkout.home.resolve("target/preflight.jar")).doesNotExist();
    assertThat(checkout.preflight().exitCode()).isEqualTo(7);
  }

  @Test
  void a_checkout_that_is_not_writable_is_built_in_the_cache_folder() throws Exception {
    var cache = Files.createDirectories(checkout.root.resolve("the cache"));
    checkout.environment.put("XDG_CACHE_HOME", cache.toString());
    permit(checkout.home, "r-xr-xr-x");
    for (var shared : List.of(folder, checkout.root, checkout.jdk, cache)) {
      permit(shared, "rwxrwxrwx");
    }

    var ended = ScriptCheckout.end(checkout.start(asOrdinaryUser("scripts/preflight")));

    permit(checkout.home, "rwxr-xr-x");
    assertThat(ended.err()).contains("Building Preflight (first use) …");
    assertThat(ended.exitCode()).isEqualTo(7);
    assertThat(checkout.home.resolve("target")).doesNotExist();
    assertThat(checkout.builds())
        .singleElement()
        .asString()
        .contains("-Dpreflight.build.directory=" + cache + "/preflight/");
  }

  private List<String> asOrdinaryUser(String script) {
    var command = checkout.home.resolve(script).toString();
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of(command);
    }
    var become = Path.of("/usr/bin/setpriv");
    assumeTrue(Files.isExecutable(become), "root may write everywhere");
    return List.of(become.toString(), "--reuid=65534", "--regid=65534", "--clear-groups", command);
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
