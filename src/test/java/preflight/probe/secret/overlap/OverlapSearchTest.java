package preflight.probe.secret.overlap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class OverlapSearchTest {

  private static final String ONE = "q7Zp2mXv9Lr4Tk8Wb3Nc6Hd1";
  private static final String OTHER = "Gs5Yf0Ja2Ue7Ki4Po9Rl1Ew6";

  private static final String ONE_KEY =
      "-----BEGIN OPENSSH PRIVATE KEY-----\n"
          + random(200, 5)
          + "\n-----END OPENSSH PRIVATE KEY-----\n";
  private static final String OTHER_KEY =
      "-----BEGIN OPENSSH PRIVATE KEY-----\n"
          + random(200, 6)
          + "\n-----END OPENSSH PRIVATE KEY-----\n";

  @Test
  void different_values_have_nothing_in_common() {
    assertThat(among(ONE, OTHER)).isEmpty();
  }

  @Test
  void equal_values_are_found() {
    assertThat(among(ONE, OTHER, ONE)).containsExactly(new Overlap(0, 2, Likeness.EQUAL, 24));
  }

  @Test
  void values_that_differ_in_a_line_break_are_found() {
    assertThat(among(ONE, ONE + "\n"))
        .containsExactly(new Overlap(0, 1, Likeness.EQUAL_TRIMMED, 24));
  }

  @Test
  void a_value_that_is_part_of_another_is_found() {
    assertThat(among(ONE, OTHER + ONE)).containsExactly(new Overlap(0, 1, Likeness.CONTAINED, 24));
  }

  @Test
  void a_very_short_value_that_is_part_of_another_is_found() {
    assertThat(among("h4x0r", OTHER + "h4x0r"))
        .containsExactly(new Overlap(0, 1, Likeness.CONTAINED, 5));
  }

  @Test
  void a_reversed_value_is_found() {
    assertThat(among(ONE, new StringBuilder(ONE).reverse().toString()))
        .containsExactly(new Overlap(0, 1, Likeness.REVERSED, 24));
  }

  @Test
  void an_encoded_value_is_found() {
    String base64 = Base64.getUrlEncoder().withoutPadding().encodeToString(ONE.getBytes(UTF_8));
    String hex = HexFormat.of().withUpperCase().formatHex(ONE.getBytes(UTF_8));

    assertThat(among(base64, ONE)).extracting(Overlap::how).containsExactly(Likeness.BASE64);
    assertThat(among(ONE, hex)).extracting(Overlap::how).containsExactly(Likeness.HEX);
  }

  @Test
  void a_part_of_an_encoded_value_is_found_in_what_it_was_made_of() {
    String mixed = ONE.substring(1, 20) + OTHER.substring(0, 11);
    String base64 = Base64.getEncoder().encodeToString(mixed.getBytes(UTF_8));
    String hex = HexFormat.of().formatHex(mixed.getBytes(UTF_8));

    assertThat(among(ONE, base64)).containsExactly(new Overlap(0, 1, Likeness.DECODED, 19));
    assertThat(among(hex, ONE)).containsExactly(new Overlap(0, 1, Likeness.DECODED, 19));
  }

  @Test
  void one_key_in_two_encodings_is_found() {
    byte[] key = new byte[32];
    new Random(4).nextBytes(key);

    assertThat(among(HexFormat.of().formatHex(key), Base64.getUrlEncoder().encodeToString(key)))
        .containsExactly(new Overlap(0, 1, Likeness.DECODED, 32));
  }

  @Test
  void the_password_in_a_url_is_found_encoded_too() {
    String base64 = Base64.getUrlEncoder().encodeToString(ONE.getBytes(UTF_8));

    assertThat(among(ONE, "redis://app:" + base64 + "@cache:6379/0"))
        .containsExactly(new Overlap(0, 1, Likeness.DECODED, 24));
  }

  @Test
  void encoded_documents_of_one_kind_share_nothing_but_their_form() throws Exception {
    String keys =
        "{\"type\": \"service_account\", \"auth_uri\": \"https://accounts.google.com/o/oauth2\","
            + " \"private_key_id\": \"%s\"}";

    assertThat(among(base64(privateKey("EC")), base64(privateKey("EC")))).isEmpty();
    assertThat(among(base64(keys.formatted(ONE)), base64(keys.formatted(OTHER)))).isEmpty();
    assertThat(among(base64(keys.formatted(ONE)), ONE)).hasSize(1);
  }

  @Test
  void a_random_value_may_begin_like_a_document() {
    assertThat(among("{" + ONE, OTHER + ONE + "]")).hasSize(1);
    assertThat(among("[" + ONE, ONE)).hasSize(1);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  @Test
  void a_service_secret_with_41_characters_of_the_key_that_signs_is_found() {
    String signing = random(64, 1);
    String derived = random(20, 2) + signing.substring(7, 48) + random(3, 3);

    assertThat(among(signing, derived)).containsExactly(new Overlap(0, 1, Likeness.COMMON_RUN, 41));
  }

  @Test
  void eight_characters_are_too_much_for_short_values_and_nothing_for_long_ones() {
    String run = random(8, 1);

    assertThat(among(random(12, 2) + run, random(12, 3) + run)).hasSize(1);
    assertThat(among(random(60, 2) + run, random(60, 3) + run)).isEmpty();
  }

  @Test
  void long_values_share_sixteen_characters_or_nothing() {
    String run = random(16, 1);

    assertThat(among(random(900, 2) + run, run + random(900, 3)))
        .containsExactly(new Overlap(0, 1, Likeness.COMMON_RUN, 16));
    assertThat(among(random(900, 2) + run.substring(1), run.substring(1) + random(900, 3)))
        .isEmpty();
  }

  @Test
  void what_all_values_of_a_kind_share_is_left_out() {
    assertThat(among("sk-ant-api03-" + ONE, "sk-ant-api03-" + OTHER)).isEmpty();
    assertThat(among("GOCSPX-" + ONE, "GOCSPX-" + OTHER)).isEmpty();
    assertThat(among("https://hooks.example.net/" + ONE, "https://hooks.example.net/" + OTHER))
        .isEmpty();
    assertThat(
            among(
                "{\"client_secret_of_the_app\": \"" + ONE + "\"}",
                "{\"client_secret_of_the_app\": \"" + OTHER + "\"}"))
        .isEmpty();
  }

  @Test
  void private_keys_share_their_armour_and_algorithm_only() throws Exception {
    assertThat(among(privateKey("RSA"), privateKey("RSA"), privateKey("EC"), privateKey("EC")))
        .isEmpty();
  }

  @Test
  void the_same_private_key_under_other_line_breaks_is_found() throws Exception {
    String key = privateKey("EC");

    assertThat(among(key, key.replace("\n", "\r\n"))).hasSize(1);
  }

  @Test
  void certificates_are_no_credentials() {
    String certificate =
        "-----BEGIN CERTIFICATE-----\n" + random(400, 4) + "\n-----END CERTIFICATE-----\n";

    assertThat(among(certificate + ONE_KEY, certificate + OTHER_KEY)).isEmpty();
  }

  @Test
  void a_url_made_of_a_password_says_so() {
    assertThat(among(ONE, "redis://app:" + ONE + "@cache:6379/0"))
        .containsExactly(new Overlap(0, 1, Likeness.PASSWORD_OF_URL, 24));
  }

  @Test
  void a_thousand_values_and_a_few_huge_ones_are_quick() {
    var values = new ArrayList<byte[]>();
    for (int i = 0; i < 1000; i++) {
      values.add(random(64, i).getBytes(UTF_8));
    }
    String huge = random(64 << 10, -1);
    values.add(huge.getBytes(UTF_8));
    values.add((random(40_000, -2) + huge.substring(100, 20_000)).getBytes(UTF_8));
    values.add(
        (random(64, -3).substring(0, 30) + random(64, 500).substring(3, 40)).getBytes(UTF_8));
    long start = System.nanoTime();

    assertThat(OverlapSearch.among(values, new Random(1), Budget.usual()).overlaps())
        .containsExactly(
            new Overlap(500, 1002, Likeness.COMMON_RUN, 37),
            new Overlap(1000, 1001, Likeness.COMMON_RUN, 19_900));
    assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
  }

  @Test
  void a_spent_budget_leaves_every_value_uncompared_and_keeps_what_was_found() {
    OverlapSearch.Found found = search(new Budget(1 << 20, 1), ONE, OTHER, ONE);

    assertThat(found.overlaps()).containsExactly(new Overlap(0, 2, Likeness.EQUAL, 24));
    assertThat(found.uncompared().stream()).containsExactly(0, 1, 2);
  }

  @Test
  void values_that_there_is_no_room_for_are_uncompared_and_the_others_compared() {
    OverlapSearch.Found found =
        search(new Budget(200, 1 << 20), random(4000, 1), ONE, "x" + ONE, random(500, 2));

    assertThat(found.overlaps()).containsExactly(new Overlap(1, 2, Likeness.CONTAINED, 24));
    assertThat(found.uncompared().stream()).containsExactly(0, 3);
  }

  @Test
  void within_its_budget_a_search_leaves_nothing_uncompared() {
    assertThat(search(new Budget(1 << 10, 1 << 20), ONE, OTHER).uncompared().isEmpty()).isTrue();
  }

  @Test
  void a_search_that_is_stopped_leaves_every_value_uncompared() {
    Budget budget = Budget.usual();
    budget.stop();

    assertThat(search(budget, ONE, OTHER).uncompared().cardinality()).isEqualTo(2);
  }

  /** Every pair would be 12 million, with some 4,000 steps each. */
  @Test
  void a_run_that_all_share_and_that_is_too_short_to_matter_costs_nothing() {
    String[] values = new String[5000];
    for (int i = 0; i < values.length; i++) {
      values[i] = "acme-prod-v1" + random(50, i);
    }
    OverlapSearch.Found found = search(new Budget(1 << 24, 20_000_000), values);

    assertThat(found.overlaps()).isEmpty();
    assertThat(found.uncompared().isEmpty()).isTrue();
  }

  @Test
  void of_many_that_share_a_run_each_is_found_with_as_many_earlier_ones_as_matter() {
    String[] values = new String[200];
    for (int i = 0; i < values.length; i++) {
      values[i] = "acme.production.key." + random(40, i);
    }
    OverlapSearch.Found found = search(new Budget(1 << 24, 1 << 24), values);

    assertThat(found.overlaps())
        .filteredOn(it -> it.second() == 199)
        .hasSize(OverlapSearch.MOST)
        .extracting(Overlap::first)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(found.cut().stream().boxed()).contains(199).doesNotContain(0, OverlapSearch.MOST);
    assertThat(found.uncompared().isEmpty()).isTrue();
  }

  @Test
  void of_many_equal_values_each_is_found_with_the_first_ones() {
    String[] values = new String[2000];
    java.util.Arrays.fill(values, ONE);
    OverlapSearch.Found found = search(new Budget(1 << 24, 1 << 22), values);

    assertThat(found.overlaps())
        .filteredOn(it -> it.second() == 1999)
        .hasSize(OverlapSearch.CROWD)
        .allMatch(it -> it.how() == Likeness.EQUAL);
    assertThat(found.overlaps().stream().map(Overlap::second).distinct()).hasSize(1999);
    assertThat(found.uncompared().isEmpty()).isTrue();
  }

  @Test
  void what_one_of_equal_values_shares_with_another_each_of_them_does() {
    assertThat(among(ONE, OTHER + ONE, ONE + "\n"))
        .extracting(it -> it.first() + " " + it.second())
        .containsExactly("0 1", "0 2", "1 2");
  }

  /** A naive comparison of every pair finds the same. */
  @Property(tries = 300)
  void nothing_is_overlooked(@ForAll("similar") List<String> values) {
    var pairs = new ArrayList<String>();
    for (int one = 0; one < values.size(); one++) {
      for (int other = one + 1; other < values.size(); other++) {
        int run =
            CommonRun.byTable(values.get(one).getBytes(UTF_8), values.get(other).getBytes(UTF_8));
        int shorter = Math.min(values.get(one).length(), values.get(other).length());
        if (run >= 16 || (run == shorter && run >= 4) || (run >= 8 && run * 4 >= shorter)) {
          pairs.add(one + " " + other);
        }
      }
    }
    assertThat(among(values.toArray(String[]::new)))
        .extracting(it -> it.first() + " " + it.second())
        .containsAll(pairs);
    assertThat(among(values.toArray(String[]::new)))
        .filteredOn(it -> it.how() == Likeness.COMMON_RUN)
        .extracting(it -> it.first() + " " + it.second())
        .isSubsetOf(pairs);
  }

  /** The two ways to find the longest run agree. */
  @Property(tries = 300)
  void long_and_short_values_are_measured_alike(
      @ForAll("similar") List<String> values, @ForAll long seed) {
    byte[] one = values.getFirst().getBytes(UTF_8);
    byte[] other = values.getLast().getBytes(UTF_8);

    assertThat(new CommonRun(seed).byHash(one, other)).isEqualTo(CommonRun.byTable(one, other));
  }

  @Provide
  Arbitrary<List<String>> similar() {
    Arbitrary<String> chunk =
        Arbitraries.of(
            "abcdefgh", "ABCDEFGHIJKLMNOPQR", "12345678901234567", "qrst", "UVW", "xyzxyzxy", "Q");
    return chunk
        .list()
        .ofMinSize(2)
        .ofMaxSize(16)
        .map(it -> String.join("", it))
        .list()
        .ofMinSize(2)
        .ofMaxSize(8);
  }

  private static List<Overlap> among(String... values) {
    return search(Budget.usual(), values).overlaps();
  }

  private static OverlapSearch.Found search(Budget budget, String... values) {
    return OverlapSearch.among(
        java.util.Arrays.stream(values).map(it -> it.getBytes(UTF_8)).toList(),
        new Random(1),
        budget);
  }

  private static String privateKey(String algorithm) throws Exception {
    var generator = java.security.KeyPairGenerator.getInstance(algorithm);
    generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
    byte[] der = generator.generateKeyPair().getPrivate().getEncoded();
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static String random(int length, long seed) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    var random = new Random(seed * 7919 + 17);
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
