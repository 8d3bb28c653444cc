package preflight.source.rule;

import preflight.source.tree.Role;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceFile;
import preflight.source.tree.SourceTree;

/** The whole tree, for what one file alone does not tell. */
public record Overview(SourceTree tree, Roles roles, Modules modules) {

  public Overview(SourceTree tree, Roles roles) {
    this(tree, roles, new Modules(tree.files().keySet()));
  }

  public Role role(SourceFile file) {
    return roles.of(file.path());
  }
}
