package preflight.source.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import preflight.source.RouteAnswer;
import preflight.source.RouteAnswer.Place;
import preflight.source.script.facts.ScriptFile;
import preflight.source.script.facts.ScriptReader;
import preflight.source.script.module.ScriptResolver;
import preflight.source.script.module.ScriptTree;
import preflight.source.syntax.Language;
import preflight.source.syntax.Parser;
import preflight.source.syntax.SyntaxTree;

class RoutesTest {

  private static Map<String, String> files(String text) {
    var files = new TreeMap<String, String>();
    String path = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("== ")) {
        path = line.substring(3);
        files.put(path, "");
      } else {
        files.merge(path, line + "\n", String::concat);
      }
    }
    return files;
  }

  private static SyntaxTree parse(String path, String source) {
    try {
      return new Parser()
          .parse(Language.of(path).orElseThrow(), source.getBytes(StandardCharsets.UTF_8));
    } catch (Parser.NoNativeLibrary e) {
      throw new IllegalStateException(e);
    }
  }

  private static Routes script(String text) {
    Map<String, String> files = files(text);
    var facts = new TreeMap<String, ScriptRouteFacts>();
    files.forEach((path, source) -> facts.put(path, ScriptRouteReader.read(parse(path, source))));
    var tree =
        new ScriptTree(
            files.keySet(), List.of(), it -> java.util.Optional.ofNullable(files.get(it)));
    return ScriptRoutes.of(new ScriptResolver(tree), facts);
  }

  private static Routes go(String source) {
    return GoRoutes.of(Map.of("a.go", GoRoutes.read(parse("a.go", source))));
  }

  @Test
  void whatIsGivenARouterMayAddToIt() {
    String app = "const app = require('express')();\napp.get('/x', f);\n";
    for (String more :
        List.of(
            "register(app);\n",
            "require('./more')(app);\n",
            "apollo.applyMiddleware({ app });\n")) {
      assertThat(script("== app.js\n" + app + more).answers("GET", "/y"))
          .as(more)
          .isInstanceOf(RouteAnswer.CannotTell.class);
    }
    for (String more : List.of("http.createServer(app).listen(1);\n", "app.listen(1);\n")) {
      assertThat(script("== app.js\n" + app + more).answers("GET", "/y"))
          .as(more)
          .isEqualTo(new RouteAnswer.No());
    }
  }

  @Test
  void express_routers_are_joined_through_imports() {
    Routes routes =
        script(
            """
            == app.js
            const express = require('express');
            const users = require('./users');
            const app = express();
            app.use(express.json());
            app.use(cors());
            app.get('/health', (req, res) => res.send('ok'));
            app.use('/api', require('./api'));
            app.use('/users', users);
            app.route('/books').get(a).post(b);
            app.listen(3000);
            == users.js
            const router = require('express').Router();
            router.get('/:id', f);
            router.delete('/:id/posts/:post', f);
            module.exports = router;
            == api.js
            import { Router } from 'express';
            const r = Router();
            const inner = Router();
            r.use('/v1', inner);
            inner.all('/x', f);
            export default r;
            """);
    assertThat(routes.all())
        .containsExactly(
            "* /api/v1/x",
            "DELETE /users/:id/posts/:post",
            "GET /books",
            "GET /health",
            "GET /users/:id",
            "POST /books");
    assertThat(routes.answers("GET", "/health"))
        .isEqualTo(new RouteAnswer.Yes(new Place("app.js", 6)));
    assertThat(routes.answers("GET", "/users/7?x=1"))
        .isEqualTo(new RouteAnswer.Yes(new Place("users.js", 2)));
    assertThat(routes.answers("POST", "/api/v1/x")).isInstanceOf(RouteAnswer.Yes.class);
    assertThat(routes.answers("POST", "/health"))
        .isEqualTo(new RouteAnswer.OtherMethod(new Place("app.js", 6), List.of("GET")));
    assertThat(routes.answers("GET", "/healthz")).isEqualTo(new RouteAnswer.No());
    assertThat(routes.answers("GET", "/users")).isEqualTo(new RouteAnswer.No());
  }

  @Test
  void what_may_answer_everything_leaves_it_open() {
    Routes files =
        script(
            """
            == app.js
            const app = express();
            app.use('/static', express.static('public'));
            app.get('/x', f);
            """);
    assertThat(files.answers("GET", "/static/a.css")).isInstanceOf(RouteAnswer.CannotTell.class);
    assertThat(files.answers("GET", "/y")).isEqualTo(new RouteAnswer.No());
    for (String it :
        List.of(
            "app.use(express.static('public'));",
            "app.use(require('./unknown'));",
            "app.get(path, f);",
            "app.use((req, res, next) => next());",
            "app.use('/', thing);")) {
      assertThat(
              script("== app.js\nconst app = express();\napp.get('/x', f);\n" + it + "\n")
                  .answers("GET", "/y"))
          .as(it)
          .isInstanceOf(RouteAnswer.CannotTell.class);
    }
    assertThat(
            script("== a.js\nmodule.exports = (app) => { app.get('/x', f) }\n")
                .answers("GET", "/x"))
        .isInstanceOf(RouteAnswer.CannotTell.class);
    assertThat(script("== a.js\nconst x = 1;\n").answers("GET", "/x"))
        .isEqualTo(new RouteAnswer.CannotTell("no route was found in the code"));
  }

  @Test
  void a_path_that_is_computed_is_no_route_for_everything() {
    String nest = "== a.ts\n@Controller(PATH)\nexport class A {\n  @Get()\n  a() {}\n}\n";
    assertThat(script(nest).answers("GET", "/x")).isInstanceOf(RouteAnswer.CannotTell.class);
    String mount = "== a.js\nconst app = express();\napp.get('/x', f);\napp.use('/:id', other);\n";
    assertThat(script(mount).answers("GET", "/y/z")).isInstanceOf(RouteAnswer.CannotTell.class);
  }

  /** As outline's server has it: an application of Koa in an application of Koa. */
  @Test
  void an_application_may_stand_in_another() {
    Routes routes =
        script(
            """
            == inner.ts
            const app = new Koa();
            const router = new Router();
            router.get('/register', f);
            app.use(router.routes());
            export default app;
            == outer.ts
            import inner from './inner';
            const app = new Koa();
            app.use(mount('/oauth', inner));
            """);
    assertThat(routes.answers("GET", "/register")).isInstanceOf(RouteAnswer.CannotTell.class);
    assertThat(routes.answers("GET", "/oauth/register")).isInstanceOf(RouteAnswer.CannotTell.class);
  }

  @Test
  void hono_koa_fastify_and_nest() {
    Routes hono =
        script(
            """
            == a.ts
            const app = new Hono<{ Bindings: B }>().basePath('/api');
            const users = new Hono();
            users.get('/:id', (c) => c.text('x'));
            app.route('/users', users);
            """);
    assertThat(hono.answers("GET", "/api/users/1")).isInstanceOf(RouteAnswer.Yes.class);
    assertThat(hono.answers("GET", "/users/1")).isEqualTo(new RouteAnswer.No());
    Routes koa =
        script(
            """
            == a.js
            const app = new Koa();
            const router = new Router({ prefix: '/v2' });
            router.get('/x', f);
            app.use(router.routes()).use(router.allowedMethods());
            """);
    assertThat(koa.answers("GET", "/v2/x")).isInstanceOf(RouteAnswer.Yes.class);
    Routes fastify =
        script(
            """
            == a.js
            const server = fastify({ logger: true });
            server.get('/x', { schema }, f);
            server.route({ method: ['GET', 'POST'], url: '/y', handler: f });
            """);
    assertThat(fastify.all()).containsExactly("GET /x", "GET /y", "POST /y");
    Routes nest =
        script(
            """
            == main.ts
            const app = await NestFactory.create(AppModule);
            app.setGlobalPrefix('api');
            == cats.ts
            @Controller('cats')
            export class CatsController {
              @Get(':id')
              find() {}
              @Post()
              create() {}
            }
            """);
    assertThat(nest.all()).containsExactly("GET /api/cats/:id", "POST /api/cats");
    assertThat(nest.answers("GET", "/api/cats/3")).isInstanceOf(RouteAnswer.Yes.class);
  }

  @Test
  void next_has_its_routes_in_the_names_of_files() {
    var files = new TreeMap<String, ScriptFile>();
    files(
            """
            == web/src/app/(group)/api/users/[id]/route.ts
            export async function GET() {}
            export const POST = f;
            == web/src/app/page.tsx
            export default function Page() {}
            == web/src/app/docs/[...slug]/page.tsx
            export default function Page() {}
            == web/pages/api/health.ts
            export default function handler() {}
            """)
        .forEach((path, text) -> files.put(path, ScriptReader.read(parse(path, text))));
    Routes routes = ScriptRoutes.next("web", files, List.of("logo.png"), false);
    assertThat(routes.answers("POST", "/api/users/7")).isInstanceOf(RouteAnswer.Yes.class);
    assertThat(routes.answers("DELETE", "/api/users/7"))
        .isInstanceOf(RouteAnswer.OtherMethod.class);
    assertThat(routes.answers("DELETE", "/api/health")).isInstanceOf(RouteAnswer.Yes.class);
    assertThat(routes.answers("GET", "/")).isInstanceOf(RouteAnswer.Yes.class);
    assertThat(routes.answers("GET", "/docs")).isEqualTo(new RouteAnswer.No());
    assertThat(routes.answers("GET", "/docs/a/b")).isInstanceOf(RouteAnswer.Yes.class);
    assertThat(ScriptRoutes.next("web", files, List.of(), true).answers("GET", "/docs"))
        .isInstanceOf(RouteAnswer.CannotTell.class);
  }

  @Test
  void spring_joins_the_class_and_the_method() {
    String source =
        """
        @RestController
        @RequestMapping("/api")
        class A {
          @GetMapping("/x/{id}") String a() {}
          @RequestMapping(value = {"/y", "/z"}, method = RequestMethod.POST) String b() {}
          @PostMapping String c() {}
          @GetMapping(PATH) String d() {}
        }
        class B { @GetMapping("/not") String a() {} }
        """;
    var read = Map.of("A.java", SpringRoutes.read(parse("A.java", source)));
    Routes routes = SpringRoutes.of(read, false);
    assertThat(routes.answers("GET", "/api/x/1")).isInstanceOf(RouteAnswer.Yes.class);
    assertThat(routes.answers("POST", "/api/z")).isInstanceOf(RouteAnswer.Yes.class);
    assertThat(routes.answers("POST", "/api")).isInstanceOf(RouteAnswer.Yes.class);
    assertThat(routes.answers("PUT", "/not"))
        .as("GET of a path that is computed may be any")
        .isInstanceOf(RouteAnswer.CannotTell.class);
    assertThat(routes.answers("GET", "/actuator/health"))
        .isInstanceOf(RouteAnswer.CannotTell.class);
    assertThat(SpringRoutes.of(read, true).answers("GET", "/not"))
        .isInstanceOf(RouteAnswer.CannotTell.class);
  }

  @Test
  void go_routers() {
    Routes http =
        go(
            """
            package main
            func main() {
            	mux := http.NewServeMux()
            	mux.HandleFunc("GET /x/{id}", f)
            	mux.HandleFunc("/any", f)
            	http.Handle("/files/", fs)
            }
            """);
    assertThat(http.answers("GET", "/x/1")).isInstanceOf(RouteAnswer.Yes.class);
    assertThat(http.answers("POST", "/x/1")).isInstanceOf(RouteAnswer.OtherMethod.class);
    assertThat(http.answers("PUT", "/any")).isInstanceOf(RouteAnswer.Yes.class);
    assertThat(http.answers("GET", "/files/a")).isInstanceOf(RouteAnswer.CannotTell.class);
    assertThat(http.answers("GET", "/y")).isEqualTo(new RouteAnswer.No());
    Routes chi =
        go(
            """
            package main
            func main() {
            	r := chi.NewRouter()
            	r.Get("/health", f)
            	r.Route("/api", func(r chi.Router) {
            		r.Group(func(r chi.Router) {
            			r.Post("/x", f)
            		})
            	})
            	r.Mount("/admin", h)
            }
            """);
    assertThat(chi.answers("GET", "/health")).isInstanceOf(RouteAnswer.Yes.class);
    assertThat(chi.answers("POST", "/api/x")).isInstanceOf(RouteAnswer.Yes.class);
    assertThat(chi.answers("GET", "/admin/x")).isInstanceOf(RouteAnswer.CannotTell.class);
    Routes gin =
        go(
            """
            package main
            func main() {
            	r := gin.Default()
            	v1 := r.Group("/v1")
            	v1.GET("/x/:id", f)
            }
            func more(r *gin.RouterGroup) {
            	r.GET("/y", f)
            }
            """);
    assertThat(gin.answers("GET", "/v1/x/1")).isInstanceOf(RouteAnswer.Yes.class);
    assertThat(gin.answers("GET", "/y")).isInstanceOf(RouteAnswer.CannotTell.class);
    Routes gorilla =
        go(
            """
            package main
            func main() {
            	r := mux.NewRouter()
            	s := r.PathPrefix("/s").Subrouter()
            	s.HandleFunc("/x", f).Methods("GET", http.MethodPost)
            }
            """);
    assertThat(gorilla.answers("POST", "/s/x")).isInstanceOf(RouteAnswer.Yes.class);
    assertThat(gorilla.answers("PUT", "/s/x")).isInstanceOf(RouteAnswer.OtherMethod.class);
  }
}
