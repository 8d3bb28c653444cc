package preflight.reference;

import java.util.List;
import java.util.stream.Collectors;
import preflight.resource.field.FieldDoc;

/** Describes the keys of a record as a table in Markdown. */
final class FieldTable {

  private FieldTable() {}

  /** The table; empty for a record without keys. */
  static String of(List<FieldDoc> fields) {
    return fields.isEmpty()
        ? ""
        : """
        | key | type | default | meaning | example |
        | --- | --- | --- | --- | --- |
        %s
        """
            .formatted(fields.stream().map(FieldTable::row).collect(Collectors.joining("\n")));
  }

  private static String row(FieldDoc field) {
    String without = field.without();
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            field.key(),
            field.type(),
            without.startsWith(FieldDoc.REQUIRED) ? without : code(without),
            cell(field.meaning()),
            code(field.example()));
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + cell(text) + "`";
  }

  static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
