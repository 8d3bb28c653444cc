package preflight.probe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON document that a peer sent, or a part of it: its names and texts are the peer's words. */
public final class PeerJson {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final JsonNode node;
  private final PeerText document;

  private PeerJson(JsonNode node, PeerText document) {
    this.node = node;
    this.document = document;
  }

  /** A member of an object. */
  public record Member(PeerText name, PeerJson value) {}

  /** Empty where the text is no JSON. */
  public static Optional<PeerJson> of(PeerText document) {
    try {
      JsonNode root = MAPPER.readTree(document.raw());
      return root.isMissingNode() ? Optional.empty() : Optional.of(new PeerJson(root, document));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  /**
   * The same of a document that was cut: an object with one list, of which the elements that came
   * whole are kept. Empty where not even its beginning is that.
   */
  public static Optional<PeerJson> ofBeginning(PeerText document) {
    String text = document.raw();
    int depth = 0;
    int end = -1;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '\\' -> i += quoted ? 1 : 0;
        case '"' -> quoted = !quoted;
        case '{', '[' -> depth += quoted ? 0 : 1;
        case '}', ']' -> {
          depth -= quoted ? 0 : 1;
          end = !quoted && depth == 2 ? i + 1 : end;
        }
        default -> {}
      }
    }
    int whole = end;
    return end < 0 ? Optional.empty() : of(document.map(it -> it.substring(0, whole) + "]}"));
  }

  /** A document of our own. */
  public static String write(Map<String, Object> document) {
    return MAPPER.writeValueAsString(document);
  }

  /** A member by its name; missing where there is none. */
  public PeerJson path(String name) {
    return new PeerJson(node.path(name), document);
  }

  /** An element by its number, from zero; missing where there is none. */
  public PeerJson path(int index) {
    return new PeerJson(node.path(index), document);
  }

  public boolean isMissing() {
    return node.isMissingNode();
  }

  public boolean isObject() {
    return node.isObject();
  }

  public boolean isArray() {
    return node.isArray();
  }

  public boolean isString() {
    return node.isString();
  }

  /** Whether the document was cut, so that what is missing may have been said. */
  public boolean isPart() {
    return document.isPart();
  }

  /** How many members or elements it has. */
  public int size() {
    return node.size();
  }

  /** The elements of an array; none where it is none. */
  public List<PeerJson> elements() {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false)
            .map(it -> new PeerJson(it, document))
            .toList()
        : List.of();
  }

  /** The members of an object, in its order; none where it is none. */
  public List<Member> members() {
    return node.properties().stream()
        .map(
            it -> new Member(document.map(_ -> it.getKey()), new PeerJson(it.getValue(), document)))
        .toList();
  }

  /** A string without its quotes, anything else as it is written; empty where it is missing. */
  public PeerText text() {
    return document.map(
        _ -> node.isMissingNode() ? "" : node.isString() ? node.stringValue() : node.toString());
  }

  /** A string; empty where it is something else. */
  public PeerText string() {
    return node.isString() ? text() : document.map(_ -> "");
  }
}
