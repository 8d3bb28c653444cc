package preflight.source.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import preflight.source.Finding;
import preflight.source.RouteAnswer;
import preflight.source.RouteAnswer.Place;
import preflight.source.facts.FactsCache;
import preflight.source.image.Build;
import preflight.source.image.ImageReader;
import preflight.source.python.StandardLibrary;
import preflight.source.python.version.Interpreter;
import preflight.source.tree.Roles;
import preflight.source.tree.TreeOf;

/** Services of Java and Go. */
class CompiledServiceTest {

  private static final String GO =
      """
      FROM golang:1.23 AS build
      WORKDIR /src
      COPY . .
      RUN CGO_ENABLED=0 go build -o /server ./cmd/server
      FROM gcr.io/distroless/static-debian12
      COPY --from=build /server /server
      ENV FROM_IMAGE=1
      CMD ["/server"]
      """;

  private static final String JAVA =
      """
      FROM maven:3.9-eclipse-temurin-21 AS build
      COPY pom.xml .
      COPY src ./src
      RUN mvn -q package
      FROM eclipse-temurin:21-jre
      COPY --from=build /target/app.jar /app.jar
      ENTRYPOINT ["java", "-jar", "/app.jar"]
      """;

  private static final String SERVER =
      """
      package main

      import ("net/http"; "os"; "log")

      func main() {
      	key := os.Getenv("API_KEY")
      	if key == "" {
      		log.Fatal("API_KEY is not set")
      	}
      	image := os.Getenv("FROM_IMAGE")
      	if image == "" {
      		log.Fatal("FROM_IMAGE is not set")
      	}
      	mux := http.NewServeMux()
      	mux.HandleFunc("GET /health", health)
      	log.Fatal(http.ListenAndServe(":8080", mux))
      }
      """;

  private static final Map<String, String> SPRING =
      Map.of(
          "Dockerfile", JAVA,
          "pom.xml", "<artifactId>spring-boot-starter-web</artifactId>\n",
          "src/main/resources/static/index.html", "<html/>",
          "src/main/resources/application.yml", "KNOWN: 1\n",
          "src/main/java/acme/App.java",
              """
              package acme;
              @SpringBootApplication
              public class App {
                @Value("${API_KEY}") String key;
                @Value("${KNOWN}") String known;
                public static void main(String[] arguments) { SpringApplication.run(App.class); }
              }
              """,
          "src/main/java/acme/Users.java",
              """
              package acme;
              @RestController
              @RequestMapping("/users")
              public class Users {
                @GetMapping("/{id}") User one(@PathVariable String id) { return null; }
              }
              """);

  private static ServiceCode code(Map<String, String> files) throws InterruptedException {
    TreeOf tree = TreeOf.files(files);
    var answer = (ImageReader.Answer.Read) ImageReader.read(tree, Build.of("Dockerfile", ""));
    var cache = new FactsCache<>(FileFacts.class, Optional.empty(), Path.of("/tree"), "test");
    return ServiceCode.of(
        tree,
        answer.contents(),
        new CodeReader(tree, cache),
        new Roles(),
        new StandardLibrary(),
        _ -> Optional.<Interpreter>empty(),
        it -> it);
  }

  private static Map<String, String> with(Map<String, String> files, String path, String text) {
    var more = new HashMap<>(files);
    more.put(path, text);
    return more;
  }

  private static Map<String, String> go(String more) {
    return Map.of(
        "Dockerfile",
        GO,
        "go.mod",
        "module acme\n",
        "cmd/server/main.go",
        SERVER + more,
        "cmd/tool/main.go",
        """
        package main
        func main() {
        	a := os.Getenv("OF_THE_TOOL")
        	if a == "" {
        		panic("no")
        	}
        }
        """);
  }

  @Test
  void goNeedsWhatItsMainReads() throws InterruptedException {
    ServiceCode code = code(go(""));

    assertThat(code.unjudged("code-env-contract")).isEmpty();
    assertThat(code.unjudged("image-imports")).contains("go");
    assertThat(code.variables(Set.of()).result().findings())
        .extracting(Finding::place, Finding::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "cmd/server/main.go:6:9",
                "reads API_KEY when the service starts, and nothing gives it"));
    assertThat(code.variables(Set.of("API_KEY")).result().findings()).isEmpty();
    assertThat(code.variables(Set.of()).later()).containsExactly("OF_THE_TOOL");
  }

  /** Which program an image starts is not guessed. */
  @Test
  void severalPrograms() throws InterruptedException {
    Map<String, String> files = with(go(""), "Dockerfile", GO.replace("./cmd/server", "-v ./..."));
    ServiceCode.Variables variables = code(files).variables(Set.of());

    assertThat(variables.result().findings()).isEmpty();
    assertThat(variables.result().gaps())
        .singleElement()
        .satisfies(it -> assertThat(it.why()).contains("which program", "API_KEY"));
  }

  @Test
  void goRoutes() throws InterruptedException {
    ServiceCode code = code(go(""));

    assertThat(code.routes().answers("GET", "/health"))
        .isEqualTo(new RouteAnswer.Yes(new Place("cmd/server/main.go", 15)));
    assertThat(code.routes().answers("POST", "/health"))
        .isInstanceOf(RouteAnswer.OtherMethod.class);
    assertThat(code.routes().answers("GET", "/x")).isEqualTo(new RouteAnswer.No());
    assertThat(code.routes().answers("WEBSOCKET", "/x")).isInstanceOf(RouteAnswer.CannotTell.class);
    for (String more :
        new String[] {
          "func a(s *Server) { s.router.HandleFunc(\"/x\", s.x) }\n",
          "func a() { http.HandleFunc(path, x) }\n",
          "func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {}\n",
          "func a() { r.NoRoute(x) }\n",
          "func a(r *gin.Engine) { r.GET(\"/x\", x) }\n",
        }) {
      assertThat(code(go(more)).routes().answers("GET", "/y"))
          .as(more)
          .isInstanceOf(RouteAnswer.CannotTell.class);
    }
  }

  @Test
  void springNeedsWhatItsBeansAreGiven() throws InterruptedException {
    assertThat(code(SPRING).variables(Set.of()).result().findings())
        .extracting(Finding::subject)
        .containsExactly("API_KEY");
    assertThat(
            code(with(SPRING, "src/main/resources/application.yml", "spring.config.import: x\n"))
                .variables(Set.of())
                .result()
                .findings())
        .isEmpty();
    assertThat(
            code(with(
                    SPRING,
                    "src/main/java/other/Main.java",
                    "package other;\nclass Main { public static void main(String[] a) {} }\n"))
                .variables(Set.of())
                .result()
                .gaps())
        .isNotEmpty();
  }

  @Test
  void springRoutes() throws InterruptedException {
    ServiceCode code = code(SPRING);

    assertThat(code.routes().answers("GET", "/users/7")).isInstanceOf(RouteAnswer.Yes.class);
    assertThat(code.routes().answers("POST", "/users/7"))
        .isInstanceOf(RouteAnswer.OtherMethod.class);
    assertThat(code.routes().answers("GET", "/")).isInstanceOf(RouteAnswer.Yes.class);
    assertThat(code.routes().answers("GET", "/health")).isEqualTo(new RouteAnswer.No());
    assertThat(code.routes().answers("GET", "/actuator/health"))
        .isInstanceOf(RouteAnswer.CannotTell.class);
  }

  @Test
  void whatSpringMayAnswerBesides() throws InterruptedException {
    for (Map<String, String> files :
        List.of(
            with(SPRING, "pom.xml", "<artifactId>spring-boot-starter-data-rest</artifactId>\n"),
            with(SPRING, "src/main/java/acme/More.kt", "class More"),
            with(SPRING, "src/main/resources/application.yml", "server.servlet.context-path: /x\n"),
            with(
                SPRING,
                "src/main/java/acme/More.java",
                "@RestController\npublic class More implements MoreApi { }\n"),
            with(SPRING, "src/main/java/acme/R.java", "class R { RouterFunction<X> r; }\n"))) {
      assertThat(code(files).routes().answers("GET", "/health"))
          .isInstanceOf(RouteAnswer.CannotTell.class);
    }
  }
}
