package preflight.probe.secret.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecretPartTest {

  private static final String DOTENV =
      """
      # settings
      DATABASE_URL='postgresql://app:pw@db/app'
      export DEBUG=0
      """;

  private static final String JSON =
      """
      { "db": { "password": "hidden", "port": 5432, "hosts": ["a", "b"] },
        "a.b": true, "none": null }
      """;

  @ParameterizedTest
  @CsvSource({"DATABASE_URL, postgresql://app:pw@db/app", "DEBUG, 0"})
  void findsAVariable(String key, String value) {
    assertThat(found(DOTENV, key)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          $.db.password | hidden
          $.db.port     | 5432
          $.db.hosts[1] | b
          $['a.b']      | true
          a.b           | true
          $.db.hosts    | ["a","b"]
          """)
  void findsAValueInJson(String key, String value) {
    assertThat(found(JSON, key)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          database-url  | Absent[similar=Optional[DATABASE_URL]]
          SENTRY_DSN    | Absent[similar=Optional.empty]
          $.db.password | OtherForm[found=no JSON]
          """)
  void saysWhatADotenvFileLacks(String key, String expected) {
    assertThat(SecretPart.of(DOTENV.getBytes(UTF_8), key)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          $.db.pass     | Absent[similar=Optional[password]]
          $.none        | Absent[similar=Optional[none]]
          $.db.hosts[7] | Absent[similar=Optional.empty]
          DB            | Absent[similar=Optional[db]]
          $.db..x       | Absent[similar=Optional[no such path: write it as $.db.password or $.list[0]]]
          """)
  void saysWhatJsonLacks(String key, String expected) {
    assertThat(SecretPart.of(JSON.getBytes(UTF_8), key)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({"'', empty", "s3cr3t, neither a dotenv file nor a JSON object", "{x, no JSON"})
  void saysWhatIsNoDocument(String text, String expected) {
    assertThat(SecretPart.of(text.getBytes(UTF_8), "KEY"))
        .isEqualTo(new SecretPart.OtherForm(expected));
  }

  private static String found(String whole, String key) {
    return new String(
        ((SecretPart.Found) SecretPart.of(whole.getBytes(UTF_8), key)).value().reveal(), UTF_8);
  }
}
