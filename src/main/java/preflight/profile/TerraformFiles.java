package preflight.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import preflight.file.RegularFile;
import preflight.resource.terraform.Terraform;
import preflight.resource.terraform.Terraform.Block;

/**
 * Searches the files of a directory for resources whose names are written out. It is a search in
 * the text: what a variable, a module or a loop makes is not found, and then nobody says that it
 * is.
 */
final class TerraformFiles {

  private static final int MOST = 200;

  private static final Pattern HEAD =
      Pattern.compile("resource\\s+\"([a-z0-9_]{1,80})\"\\s+\"([\\w-]{1,80})\"\\s*\\{.*");

  private static final Pattern NAME =
      Pattern.compile(
          "\\s*(?:name|secret_id)\\s*=\\s*\"([A-Za-z0-9_-]{1,255})\"\\s*(?:(?:#|//).*)?");

  private TerraformFiles() {}

  static Terraform in(String directory) {
    var blocks = new ArrayList<Block>();
    for (Path file : files(Path.of(directory))) {
      if (RegularFile.read(file, 1) instanceof RegularFile.Content.Bytes bytes) {
        read(
            Path.of(directory).resolve(file.getFileName()).toString(),
            new String(bytes.array(), UTF_8).lines().toList(),
            blocks);
      }
    }
    return new Terraform(directory, blocks);
  }

  private static List<Path> files(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(it -> it.toString().endsWith(".tf")).sorted().limit(MOST).toList();
    } catch (IOException | UncheckedIOException _) {
      return List.of();
    }
  }

  /** The first name in a block that stands in none within it. */
  private static void read(String file, List<String> lines, List<Block> blocks) {
    int depth = 0;
    Matcher head = HEAD.matcher("");
    int at = 0;
    boolean open = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher here = HEAD.matcher(line.strip());
      if (depth == 0 && here.matches()) {
        head = here;
        at = i + 1;
        open = true;
      }
      Matcher name = NAME.matcher(line);
      if (open && depth == 1 && name.matches()) {
        blocks.add(
            new Block(
                Objects.requireNonNull(head.group(1)),
                Objects.requireNonNull(head.group(2)),
                Objects.requireNonNull(name.group(1)),
                file,
                at));
        open = false;
      }
      String code = line.replaceAll("\"[^\"]*\"", "").replaceFirst("(#|//).*", "");
      depth += count(code, '{') - count(code, '}');
    }
  }

  private static int count(String text, char wanted) {
    return (int) text.chars().filter(it -> it == wanted).count();
  }
}
