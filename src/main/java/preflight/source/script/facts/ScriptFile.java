package preflight.source.script.facts;

import java.util.List;

/**
 * The imports and exports of a file of JavaScript or TypeScript.
 *
 * @param open whether it may export more than is listed: CommonJS, a file that does not parse, a
 *     script that is no module
 */
public record ScriptFile(List<ScriptImport> imports, List<ScriptExport> exports, boolean open) {}
