package preflight.source.script.module;

import static org.assertj.core.api.Assertions.assertThat;
import static preflight.source.script.module.Modules.ANY;

import java.util.List;
import org.junit.jupiter.api.Test;
import preflight.source.script.module.ScriptModules.Manner;

class ScriptModulesTest {

  private static final String PACKAGE =
      """
      == package.json
      { "name": "app", "dependencies": { "express": "4" }, "devDependencies": { "glob": "7", "@types/lodash": "4" } }
      == package-lock.json
      { "packages": { "node_modules/express": {}, "node_modules/glob": { "dev": true }, "node_modules/@types/lodash": { "dev": true }, "node_modules/debug": {} } }
      """;

  @Test
  void a_file_that_is_not_there_is_named() {
    var modules =
        new Modules(
            """
            == src/a.ts
            import { b } from './b';
            import './gone';
            const c = await import('../lib/c.js');
            b(c);
            == src/b.ts
            export function b(x: unknown) {}
            == src/gone.test.ts
            == lib/other.ts
            """);
    assertThat(modules.faults(ANY))
        .containsExactly(
            "src/a.ts:2 MISSING './gone' is imported, and there is no file at src/gone",
            "src/a.ts:3 MISSING '../lib/c.js' is imported, and there is no file at lib/c.js");
  }

  /** tapestry-wp#575, nodezoo-web#54, react-html5video#30, roots/sage#1820. */
  @Test
  void linux_tells_upper_case_and_lower_case_apart() {
    var modules =
        new Modules(
            """
            == client/containers/info.js
            import { TravisInfo } from '../components/TravisInfo'
            import index from '../Components/index/index'
            import own from './Own.js'
            == client/components/travisInfo.js
            export const TravisInfo = 1
            == client/components/index/Index.js
            export default 1
            == client/containers/own.ts
            export default 1
            """);
    assertThat(modules.faults(ANY))
        .containsExactly(
            "client/containers/info.js:1 OTHER_CASE '../components/TravisInfo' is imported, and the"
                + " file is client/components/travisInfo.js: Linux tells upper case and lower case"
                + " apart",
            "client/containers/info.js:2 OTHER_CASE '../Components/index/index' is imported, and"
                + " the file is client/components/index/Index.js: Linux tells upper case and lower"
                + " case apart",
            "client/containers/info.js:3 OTHER_CASE './Own.js' is imported, and the file is"
                + " client/containers/own.ts: Linux tells upper case and lower case apart");
  }

  @Test
  void all_ways_of_writing_a_path_that_exists_are_silent() {
    var modules =
        new Modules(
            """
            == src/a.ts
            import './b.js'; import './c.mjs'; import './d.jsx'; import './e'; import './f/'; import '.';
            import './data.json'; import './view.vue'; import './view'; import './style.css';
            import './g'; import './h?worker'; import raw from '!!raw-loader!./nothing';
            import './types'; import './platform'; import '../../outside'; import './pkg';
            import icon from './missing.svg'; raw(icon);
            == src/b.ts
            == src/c.mts
            == src/d.tsx
            == src/e.cjs
            == src/f/index.tsx
            == src/index.ts
            == src/data.json
            {}
            == src/view.vue
            == src/g.node
            == src/h.ts
            == src/types.d.ts
            == src/platform.ios.tsx
            == src/pkg/package.json
            { "main": "lib/main" }
            == src/pkg/lib/main.js
            """);
    assertThat(modules.faults(ANY)).isEmpty();
  }

  @Test
  void what_a_build_makes_is_silent() {
    var modules =
        new Modules(
            """
            == .gitignore
            /src/version.ts
            *.pegjs.js
            == src/a.ts
            import './version'; import '../dist/x'; import './generated/client'; import './.cache/x';
            import './parser.pegjs.js'; import './sub/messages';
            == src/sub/.gitignore
            messages.js
            == src/sub/x.ts
            """);
    assertThat(modules.faults(ANY)).isEmpty();
  }

  @Test
  void types_guards_and_conditions_are_told_apart() {
    var modules =
        new Modules(
            """
            == src/a.ts
            import type { A } from './gone1';
            import { type B } from './gone2';
            import { C } from './gone3';
            let c: C; let t: typeof C;
            try { require('./gone4') } catch { c = 1 }
            import('./gone5').catch(() => null);
            declare module 'x' { import { D } from './gone6'; }
            export type { E } from './gone7';
            """);
    assertThat(modules.faults(ANY)).isEmpty();
  }

  @Test
  void a_name_that_a_module_does_not_export_is_named() {
    var modules =
        new Modules(
            """
            == src/a.ts
            import d, { one, two as deux, Kind, three, four, five, helper, gone } from './b';
            console.log(d, one, deux, Kind.A, three, four, five, helper, gone);
            import e from './c'; e();
            == src/b.ts
            export const one = 1, { two, x: [three] } = f();
            export enum Kind { A }
            export * from './c';
            export * as five from './c';
            const hidden = 1; export { hidden as gone2 };
            export default class {}
            export abstract class Q {}
            export declare function helper(): void;
            == src/c.ts
            export function four() {}
            export default function () {}
            """);
    assertThat(modules.faults(ANY))
        .containsExactly("src/a.ts:1 NO_EXPORT src/b.ts does not export 'gone'");
    assertThat(
            new Modules("== a.js\nimport x from './b'; x()\n== b.js\nexport const y = 1\n")
                .faults(ANY))
        .containsExactly("a.js:1 NO_EXPORT b.js has no default export");
  }

  @Test
  void exports_that_cannot_be_read_to_their_end_are_silent() {
    var modules =
        new Modules(
            """
            == a.ts
            import { x } from './common'; import { y } from './star'; import { z } from './flawed';
            import { w } from './d'; import { v } from './script'; import w2 from './w?worker';
            import { u } from './data.json';
            x(y, z, w, v, w2, u);
            == common.js
            module.exports = { };
            == star.ts
            export * from 'some-package';
            == flawed.ts
            export const a = = ;
            == d.d.ts
            export const q: number;
            == script.js
            var v = 1;
            == w.ts
            export const r = 1;
            == data.json
            {"u": 1}
            """);
    assertThat(modules.faults(ANY)).isEmpty();
  }

  /** badges/shields#1618, zero-one-group/monorepo#106; nodejs/node#33011 ("Chai"). */
  @Test
  void a_package_must_be_declared_and_installed() {
    var modules =
        new Modules(
            PACKAGE
                + """
                == server.js
                const express = require('express');
                const glob = require('glob');
                const chai = require('Chai');
                const fs = require('fs'); const p = require('node:path'); const d = require('debug');
                function later() { require('glob') }
                == types.ts
                import type { X } from 'lodash';
                import _ from 'lodash'; _();
                import { sub } from 'fs/promises'; sub();
                """);
    assertThat(modules.faults(ANY))
        .containsExactly(
            "server.js:3 UNDECLARED 'Chai' is imported, and neither package.json nor a lock file"
                + " names the package",
            "types.ts:2 UNDECLARED 'lodash' is imported, and neither package.json nor a lock file"
                + " names the package");
    assertThat(modules.faults(new Manner(true, false)))
        .contains(
            "server.js:2 FOR_DEVELOPMENT 'glob' is imported, and the image is installed without"
                + " the development dependencies of package.json, to which it belongs")
        .hasSize(3);
  }

  @Test
  void names_that_bundlers_and_hosts_give_are_silent() {
    var modules =
        new Modules(
            PACKAGE
                + """
                == vite.config.ts
                export default { resolve: { alias: { lib: './x' } } }
                == src/a.ts
                import 'virtual:pwa'; import '~/x'; import '@/y'; import '$app/stores'; import '#imports';
                import 'lib/x'; import 'vscode'; import 'https://deno.land/x'; import 'npm:chalk'; import '/abs';
                """);
    assertThat(modules.faults(ANY)).isEmpty();
    assertThat(
            new Modules(PACKAGE + "== src/a.js\nimport 'components/x'\n== src/components/x.vue\n")
                .faults(ANY))
        .isEmpty();
    assertThat(new Modules("== package.json\n{}\n== a.js\nimport 'left-pad'\n").faults(ANY))
        .as("without a lock, another package may bring it")
        .isEmpty();
  }

  @Test
  void aliases_of_tsconfig_resolve_through_comments_and_extends() {
    var modules =
        new Modules(
            """
            == package.json
            {}
            == tsconfig.base.json
            { // shared
              "compilerOptions": { "baseUrl": "./src", "paths": { "@/*": ["./*", "../lib/*"], "#c": ["core/index.ts"], }, }, }
            == apps/web/tsconfig.json
            { "extends": "../../tsconfig.base" }
            == apps/web/a.ts
            import '@/core'; import '@/x'; import '#c'; import 'core'; import '@//core//index'; import '@/gone'; import '@/Core/index';
            == src/core/index.ts
            == lib/x.ts
            """);
    assertThat(modules.faults(ANY))
        .containsExactly(
            "apps/web/a.ts:1 MISSING '@/gone' is imported, and there is no file at src/gone",
            "apps/web/a.ts:1 OTHER_CASE '@/Core/index' is imported, and the file is"
                + " src/core/index.ts: Linux tells upper case and lower case apart");
  }

  /** eslint-plugin-import#3017, #1650, #2617: workspaces and aliases are no missing packages. */
  @Test
  void packages_of_the_workspace_are_found() {
    var modules =
        new Modules(
            """
            == package.json
            { "workspaces": ["packages/*"] }
            == yarn.lock
            nothing@1:
            == packages/db/package.json
            { "name": "@acme/db", "exports": { ".": { "import": "./src/index.ts" }, "./sub": "./src/sub.ts" } }
            == packages/db/src/index.ts
            export const db = 1;
            == packages/db/src/sub.ts
            == packages/web/package.json
            { "name": "web" }
            == packages/web/a.ts
            import { db, gone } from '@acme/db'; import '@acme/db/sub'; import '@acme/db/other'; db(gone);
            """);
    assertThat(modules.faults(ANY))
        .containsExactly(
            "packages/web/a.ts:1 NO_EXPORT packages/db/src/index.ts does not export 'gone'");
  }

  /**
   * nestjs/nest#986, tsconfig-paths#61, module-alias#74; and ERR_MODULE_NOT_FOUND of ES modules.
   */
  @Test
  void node_knows_neither_aliases_nor_paths_without_extension() {
    var modules =
        new Modules(
            """
            == package.json
            { "type": "module" }
            == tsconfig.json
            { "compilerOptions": { "paths": { "@app/*": ["./src/*"] } } }
            == src/main.ts
            import { a } from '@app/a'; import { b } from './b'; import { c } from './c.js';
            a(b, c);
            == src/a.ts
            export const a = 1;
            == src/b.ts
            export const b = 1;
            == src/c.ts
            export const c = 1;
            """);
    assertThat(modules.faults(ANY)).isEmpty();
    assertThat(modules.faults(new Manner(false, true)))
        .containsExactly(
            "src/main.ts:1 ALIAS '@app/a' is an alias of tsconfig.json, which the compiler leaves"
                + " as it is and Node.js does not know",
            "src/main.ts:1 NO_EXTENSION './b' is imported from an ES module, for which Node.js"
                + " needs the whole name of the file (src/b.ts)");
  }

  @Test
  void what_a_start_reaches_follows_imports() {
    var modules =
        new Modules(
            """
            == a.js
            import './b'; function f() { return import('./c') }
            == b.js
            require('./d'); try { require('./e') } catch {}
            == c.js
            == d.js
            == e.js
            == f.js
            """);
    assertThat(modules.modules.reached(List.of("a.js")))
        .containsExactly("a.js", "b.js", "c.js", "d.js", "e.js");
    assertThat(modules.modules.loaded(List.of("a.js")))
        .as("what fails in a guarded module ends nothing")
        .containsExactly("a.js", "b.js", "d.js");
  }
}
