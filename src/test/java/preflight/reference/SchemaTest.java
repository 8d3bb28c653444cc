package preflight.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import preflight.Golden;
import preflight.profile.decoding.Written;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SchemaTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void the_committed_schema_of_profiles_is_the_derived_one() {
    Golden.assertUpToDate(
        Path.of("docs/profile.schema.json"), printed(Schema.ofMerged(Written.Profile.class)));
  }

  @Test
  void the_committed_schema_of_packs_is_the_derived_one() {
    Golden.assertUpToDate(
        Path.of("docs/pack.schema.json"), printed(Schema.ofWritten(Written.Pack.class)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "development", "staging", "production"})
  void an_editor_shows_a_shipped_profile_as_sound(String name) throws Exception {
    String yaml = Files.readString(Path.of("env-profiles", name + ".yaml"));
    assertThat(profileErrors(yaml)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"secrets", "datastores", "platform", "services", "deployment", "code"})
  void an_editor_shows_a_shipped_pack_as_sound(String name) throws Exception {
    String yaml = Files.readString(Path.of("checks", name + ".yaml"));
    assertThat(errors(Schema.ofWritten(Written.Pack.class), yaml)).isEmpty();
  }

  @Test
  void any_value_may_be_a_variable() {
    assertThat(
            profileErrors(
                """
                redis: { cache: { host: "${env:H}", port: "${env:P}", tls: "${env:T}" } }
                services: { a: { url: "http://127.0.0.1:${env:P}" } }
                """))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "colour: red",
        "redis: { cache: { hots: a } }",
        "redis: { cache: { port: many } }",
        "redis: { cache: { port: 70000 } }",
        "redis: { cache: { budget: { p95: soon } } }",
        "postgres: { main: { tls: verify_ca } }",
        "services: { a: { uses: [elsewhere] } }",
        "services: { a: { endpoints: { h: { expect: { status: ok } } } } }",
        "services: { 'a b': {} }",
        "waivers: [{ check: a, owner: b, expires: 2026-12-01 }]",
        "waivers: [{ check: a, owner: b, reason: c, expires: soon }]"
      })
  void an_editor_underlines_a_mistake(String yaml) {
    assertThat(profileErrors(yaml)).isNotEmpty();
  }

  record Inner(long count, Optional<String> note, @Nullable Boolean sure) {}

  enum Colour {
    DARK_RED
  }

  record Printed(String someText, List<Inner> inner, Colour colour) {}

  @Test
  void what_a_program_prints_has_every_key_but_the_optional_and_constants_by_name() {
    assertThat(printedErrors("{someText: a, colour: DARK_RED, inner: []}")).isEmpty();
    assertThat(printedErrors("{colour: DARK_RED, inner: []}")).hasSize(1);
    assertThat(printedErrors("{someText: a, colour: dark-red, inner: []}")).hasSize(1);
    assertThat(printedErrors("{someText: a, colour: DARK_RED, inner: [], more: 1}")).hasSize(1);
  }

  @Test
  void what_a_program_prints_lacks_what_is_optional_and_has_null_for_what_is_nullable() {
    assertThat(inner("{count: 1, sure: null}")).isEmpty();
    assertThat(inner("{count: 1, sure: true, note: a}")).isEmpty();
    assertThat(inner("{count: 1}")).hasSize(1);
    assertThat(inner("{count: null, sure: true}")).hasSize(1);
  }

  private static List<Error> inner(String yaml) {
    return printedErrors("{someText: a, colour: DARK_RED, inner: [%s]}".formatted(yaml));
  }

  private static List<Error> printedErrors(String yaml) {
    return errors(Schema.of(Printed.class), yaml);
  }

  private static List<Error> profileErrors(String yaml) {
    return errors(Schema.ofMerged(Written.Profile.class), yaml);
  }

  private static List<Error> errors(ObjectNode schema, String yaml) {
    var settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    JsonNode document = JSON.valueToTree(new Load(settings).loadFromString(yaml));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(schema)
        .validate(document);
  }

  private static String printed(ObjectNode schema) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
  }
}
