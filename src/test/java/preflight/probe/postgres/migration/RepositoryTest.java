package preflight.probe.postgres.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.probe.postgres.migration.MigrationScripts.Script;
import preflight.resource.Migrations.Tool;

class RepositoryTest {

  /** What the tool sees of paths, without text. */
  private static Repository paths(Tool tool, String... paths) {
    return MigrationTool.read(
        tool,
        Arrays.stream(paths)
            .filter(it -> MigrationTool.of(tool).wanted().files().matcher(it).matches())
            .map(it -> new Script(it, ""))
            .toList());
  }

  private static Repository files(Tool tool, Script... scripts) {
    return MigrationTool.read(tool, List.of(scripts));
  }

  private static Script revision(String file, String id, String down) {
    return new Script(file, "revision = '%s'\ndown_revision = %s\n".formatted(id, down));
  }

  private static Script django(String path, String body) {
    return new Script(path, "class Migration(migrations.Migration):\n" + body);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FLYWAY | V2__b.sql V1_1__a.sql R__view.sql U1__undo.sql | 1.1 2
          RAILS | 20260102000000_a.rb sub/20260101000000_b.blog.rb schema.rb | 20260101000000 20260102000000
          PRISMA | 20260101_a/migration.sql 20260102_b/migration.sql migration_lock.toml | 20260101_a 20260102_b
          TYPEORM | 1700000000001-A.ts 1700000000000-B.js 1700000000002-C.d.ts index.ts | 1700000000000 1700000000001
          KNEX | 20260101_a.ts 20260102_b.js 20260103_c.d.ts README.md | 20260101_a 20260102_b
          EF_CORE | 20260101000000_A.cs 20260101000000_A.Designer.cs ModelSnapshot.cs | 20260101000000_A
          GOLANG_MIGRATE | 000010_b.up.sql 000010_b.down.sql 000002_a.up.sql | 2 10
          GOOSE | 00002_a.sql 00010_b.go 00010_b_test.go | 2 10
          SQLX | 1_a.sql 10_b.up.sql 10_b.down.sql | 1 10
          DBMATE | 20260101000000_a.sql schema.sql | 20260101000000
          """)
  void ids_are_as_the_table_has_them(Tool tool, String paths, String ids) {
    assertThat(paths(tool, paths.split(" ", -1)).ids()).containsExactly(ids.split(" ", -1));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FLYWAY | V1_1__a.sql V1.1__b.sql | 1.1 is in V1_1__a.sql and V1.1__b.sql
          RAILS | 1_a.rb 01_b.rb | 1 is in 1_a.rb and 01_b.rb
          GOLANG_MIGRATE | 000002_a.up.sql 2_b.up.sql | 2 is in 000002_a.up.sql and 2_b.up.sql
          GOOSE | 00003_a.sql 3_b.go | 3 is in 00003_a.sql and 3_b.go
          SQLX | 7_a.sql 7_b.sql | 7 is in 7_a.sql and 7_b.sql
          """)
  void one_id_in_two_files_is_refused(Tool tool, String paths, String said) {
    assertThat(paths(tool, paths.split(" ", -1)).refused()).containsExactly(said);
  }

  @Test
  void alembic_refuses_one_id_in_two_files_a_missing_parent_and_a_circle() {
    assertThat(
            files(
                    Tool.ALEMBIC,
                    revision("a.py", "a1b2", "None"),
                    revision("b.py", "c3d4", "'a1b2'"),
                    revision("c.py", "a1b2", "'c3d4'"))
                .refused())
        .as("not the circle that comes of it")
        .containsExactly("a1b2 is in a.py and c.py");
    assertThat(files(Tool.ALEMBIC, revision("b.py", "b", "'a'")).refused())
        .containsExactly("b names a before it, which is not there");
    assertThat(
            files(Tool.ALEMBIC, revision("a.py", "a", "'b'"), revision("b.py", "b", "'a'"))
                .refused())
        .containsExactly("a comes before itself, in a circle");
    Repository sound =
        files(
            Tool.ALEMBIC,
            revision("a.py", "abcdef", "None"),
            revision("b.py", "b", "'abc'"),
            revision("c.py", "c", "'abcdef'  # not 'x'"),
            revision("d.py", "d", "('b', 'c',)"));
    assertThat(sound.refused()).as("the beginning of an id is one, too").isEmpty();
    assertThat(sound.heads()).containsExactly("d");
    assertThat(sound.pending(List.of("b"))).containsExactly("c", "d");
  }

  @Test
  void django_calls_apps_by_their_labels_and_knows_its_leaves() {
    Script first = django("shop/migrations/0001_initial.py", "    dependencies = []\n");
    Script second =
        django(
            "shop/migrations/0002_a.py",
            "    dependencies = [\n        ('shop', '0001_initial'),\n        ('auth', '0012_x'),\n    ]\n");
    Script fork =
        django("shop/migrations/0002_b.py", "    dependencies = [('shop', '0001_initial')]\n");
    assertThat(files(Tool.DJANGO, first, second).ids())
        .containsExactly("shop.0001_initial", "shop.0002_a");
    assertThat(files(Tool.DJANGO, first, second, fork).heads())
        .containsExactly("shop.0002_a", "shop.0002_b");
    assertThat(files(Tool.DJANGO, second).refused())
        .containsExactly("shop.0002_a names shop.0001_initial before it, which is not there");
    assertThat(
            files(
                    Tool.DJANGO,
                    first,
                    new Script("shop/apps.py", "class Shop(AppConfig):\n    label = 'store'\n"))
                .ids())
        .containsExactly("store.0001_initial");
    assertThat(files(Tool.DJANGO, new Script("shop/migrations/helpers.py", "x = 1")).ids())
        .isEmpty();
  }

  @Test
  void django_runs_a_squashed_migration_or_those_that_it_replaces() {
    Script squashed =
        django(
            "shop/migrations/0001_squashed_0002_a.py",
            "    replaces = [('shop', '0001_initial'), ('shop', '0002_a')]\n    dependencies = []\n");
    Script next = django("shop/migrations/0003_b.py", "    dependencies = [('shop', '0002_a')]\n");
    Repository read = files(Tool.DJANGO, squashed, next);
    assertThat(read.refused()).isEmpty();
    assertThat(read.heads()).isEmpty();
    assertThat(read.pending(List.of())).containsExactly("shop.0003_b");
  }

  @Test
  void liquibase_has_change_sets_in_four_languages() {
    Repository read =
        files(
            Tool.LIQUIBASE,
            new Script(
                "a.xml",
                "<changeSet id=\"1\" author=\"ann\"><createTable/></changeSet>"
                    + "<changeSet author='bob' id='2' context='test'/>"),
            new Script(
                "b.sql",
                "--liquibase formatted sql\n--changeset ann:3\ncreate table x;\n-- changeset ann:4 labels:x\n"),
            new Script(
                "c.yaml",
                "databaseChangeLog:\n- changeSet:\n    id: 5\n    author: ann\n    changes:\n    - sql: x\n"),
            new Script(
                "d.json",
                "{\"changeSet\": {\"id\": \"6\", \"author\": \"ann\", \"dbms\": \"h2\", \"changes\": []}}"));
    assertThat(read.ids())
        .containsExactly("1 by ann", "2 by bob", "3 by ann", "4 by ann", "5 by ann", "6 by ann");
    assertThat(read.optional()).containsExactlyInAnyOrder("2 by bob", "4 by ann", "6 by ann");
  }

  @Test
  void drizzle_passes_over_an_entry_that_is_not_newer() {
    String journal =
        "{\"entries\":[{\"idx\":0,\"when\":1787358347113,\"tag\":\"0000_a\"},"
            + "{\"idx\":1,\"when\":%s,\"tag\":\"0001_b\"}]}";
    assertThat(
            files(
                    Tool.DRIZZLE,
                    new Script("meta/_journal.json", journal.formatted("1787444747113")))
                .ids())
        .containsExactly("1787358347113", "1787444747113");
    assertThat(
            files(
                    Tool.DRIZZLE,
                    new Script("meta/_journal.json", journal.formatted("1787000000000")))
                .refused())
        .containsExactly(
            "0001_b is not newer (\"when\" in meta/_journal.json) than 0000_a, so the tool passes over it");
    assertThat(files(Tool.DRIZZLE, new Script("meta/_journal.json", "{")).refused())
        .containsExactly("meta/_journal.json is no JSON");
  }
}
