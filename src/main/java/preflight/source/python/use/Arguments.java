package preflight.source.python.use;

import java.util.List;

/**
 * What a call gives.
 *
 * @param positional how many stand before the keywords, without those of {@code *}
 * @param keywords by name, in order
 * @param star whether {@code *} gives more
 * @param doubleStar whether {@code **} gives more
 */
public record Arguments(int positional, List<String> keywords, boolean star, boolean doubleStar) {

  public static final Arguments NONE = new Arguments(0, List.of(), false, false);
}
