package preflight.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.COLLECTION;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import preflight.check.Phase;
import preflight.check.signal.Signal;

class ScenariosTest {

  @Test
  void are_sorted_by_name_and_each_name_stands_once() {
    List<String> names = Scenarios.all().stream().map(Scenario::name).toList();
    assertThat(names).isSorted().doesNotHaveDuplicates().allMatch(n -> n.matches("[a-z0-9-]+"));
  }

  @Test
  void the_exit_code_follows_from_the_class() {
    Map<String, Integer> codes = Map.of("INFRA", 10, "CONFIG", 11, "CODE", 12);
    assertThat(Scenarios.all())
        .allSatisfy(scenario -> {
          int withoutRoot = scenario.name().equals("healthy") ? 0 : 20;
          assertThat(scenario.exitCode())
              .isEqualTo(scenario.failureClass().map(codes::get).orElse(withoutRoot));
        });
  }

  @Test
  void every_broken_one_names_its_root_cause_and_what_that_explains() {
    assertThat(Scenarios.all())
        .filteredOn(scenario -> scenario.exitCode() != 0 && scenario.exitCode() != 20)
        .isNotEmpty()
        .allSatisfy(scenario -> {
          assertThat(scenario.rootCause()).get().asString().matches("[a-z0-9-]+/[a-zA-Z_.-]+");
          assertThat(scenario.explains()).doesNotContain(scenario.rootCause().get());
          assertThat(scenario.says()).endsWith(".");
        });
  }

  @Test
  void signals_and_phases_are_those_of_the_gate() {
    List<String> signals = Arrays.stream(Signal.values()).map(Signal::name).toList();
    List<String> phases = Arrays.stream(Phase.values()).map(Phase::name).toList();
    assertThat(Scenarios.all().stream().flatMap(it -> it.root().stream()))
        .allSatisfy(root -> {
          assertThat(signals).contains(root.signal());
          assertThat(phases).containsAll(root.phase().stream().toList());
        });
  }

  @Test
  void every_broken_one_changes_the_healthy_blueprint() throws Exception {
    Blueprint healthy = Blueprints.healthy();
    assertThat(Scenarios.all())
        .allSatisfy(scenario ->
            assertThat(scenario.change().apply(healthy).equals(healthy))
                .isEqualTo(scenario.exitCode() == 0));
  }

  @Test
  void another_image_repairs_those_in_which_nothing_but_an_image_is_wrong() throws Exception {
    Blueprint healthy = Blueprints.healthy();
    assertThat(Scenarios.all())
        .allSatisfy(scenario -> {
          Blueprint broken = scenario.change().apply(healthy);
          // What dies of a store is no fault of its image.
          boolean ofStore =
              scenario.rootCause().filter(it -> !it.contains("/services.")).isPresent();
          List<String> faulty =
              broken.services().stream()
                  .filter(it -> !ofStore && !it.repaired().equals(it))
                  .map(Service::name)
                  .toList();
          assertThat(scenario.faulty().stream().toList())
              .as(scenario.name())
              .isEqualTo(faulty)
              .allMatch(scenario.deployed()::equals);
          String service = scenario.deployed();
          assertThat(broken.withService(service, Service::repaired).equals(healthy))
              .as(scenario.name())
              .isEqualTo(scenario.exitCodeBeforeRepair() == 0 && !scenario.told());
        });
  }

  @Test
  void a_mistyped_name_is_guessed() {
    assertThat(Scenarios.nearest("redis-stoped")).hasValue("redis-stopped");
    assertThat(Scenarios.nearest("helthy")).hasValue("healthy");
    assertThat(Scenarios.nearest("nope")).isEmpty();
  }

  @Test
  void the_list_needs_no_class_but_those_of_the_jdk() throws Exception {
    URL classes = Scenarios.class.getProtectionDomain().getCodeSource().getLocation();
    try (var slim = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Object all = slim.loadClass(Scenarios.class.getName()).getMethod("all").invoke(null);
      assertThat(all).asInstanceOf(COLLECTION).hasSameSizeAs(Scenarios.all());
    }
  }

  @Test
  void healthy_secrets_are_about_thirty_and_pairwise_distinct() throws Exception {
    List<Secret> secrets = Blueprints.healthy().secrets();
    assertThat(secrets).hasSize(30);
    assertThat(secrets.stream().map(Secret::id)).doesNotHaveDuplicates();
    List<String> credentials = new ArrayList<>();
    for (Secret secret : secrets) {
      if (!secret.name().matches(".*_(HOST|PORT|DB|USER|ID)")) {
        secret.versions().forEach(version -> credentials.add(version.payload().text()));
      }
    }
    assertThat(credentials).doesNotHaveDuplicates().allMatch(value -> value.length() >= 24);
  }

  @Test
  void two_runs_share_no_credential() throws Exception {
    Blueprint one = Blueprints.healthy();
    Blueprint other = Blueprints.healthy();
    for (Secret secret : one.secrets()) {
      if (!secret.name().matches(".*_(HOST|PORT|DB|USER|ID)")) {
        assertThat(other.secret(secret.id()).orElseThrow().latest()).isNotEqualTo(secret.latest());
      }
    }
  }

  @Test
  void a_blueprint_prints_no_value() throws Exception {
    Blueprint blueprint = Blueprints.healthy();
    String text = blueprint.toString();
    assertThat(blueprint.secret("jwt-secret-sandbox").flatMap(Secret::latest)).isPresent();
    assertThat(blueprint.secrets())
        .filteredOn(secret -> !secret.name().matches(".*_(HOST|PORT|DB|USER|ID)"))
        .isNotEmpty()
        .noneMatch(secret -> text.contains(secret.latest().orElseThrow().payload().text()));
  }
}
