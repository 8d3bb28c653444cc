package preflight.source.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import preflight.source.EnvironmentRead;
import preflight.source.syntax.Language;
import preflight.source.syntax.Parser;
import preflight.source.syntax.SyntaxTree;

/**
 * The comment {@code // reads NAME} or {@code // needs NAME} of a line says what it reads; {@code
 * later} that it is read when a function runs.
 */
class EnvironmentReadsTest {

  private static SyntaxTree parse(Language language, String source) {
    try {
      return new Parser().parse(language, source.getBytes(StandardCharsets.UTF_8));
    } catch (Parser.NoNativeLibrary e) {
      throw new IllegalStateException(e);
    }
  }

  private static void expect(
      Language language, Function<SyntaxTree, List<EnvironmentRead>> reader, String source) {
    SyntaxTree tree = parse(language, source);
    assertThat(tree.flaws()).isEmpty();
    List<String> found =
        reader.apply(tree).stream()
            .map(it ->
                "%d %s %s%s"
                    .formatted(
                        it.line(),
                        it.required() ? "needs" : "reads",
                        it.name(),
                        it.atImport() ? "" : " later"))
            .toList();
    var expected = new java.util.ArrayList<String>();
    int line = 0;
    for (String it : source.lines().toList()) {
      line++;
      int at = it.indexOf("// ");
      if (at >= 0) {
        for (String part : it.substring(at + 3).split(", ", -1)) {
          expected.add(line + " " + part);
        }
      }
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static void script(String source) {
    expect(Language.TYPESCRIPT, ScriptEnvironment::reads, source);
  }

  @Test
  void plain_reads_are_optional() {
    script(
        """
        const a = process.env.A; // reads A
        const b = process.env["B"] ?? "d"; // reads B
        const c = process.env.C || 'x'; // reads C
        const d: string = process.env.D!; // reads D
        const { E, F = "d", G: g, ...rest } = process.env; // reads E, reads F, reads G
        function f() { return process.env.H; } // reads H later
        const k = process.env[name];
        if (process.env.I === "production") { run(); } // reads I
        process.env.J = "x";
        delete process.env.K;
        const v = import.meta.env.VITE_X; // reads VITE_X
        const env = process.env;
        const l = env.L; // reads L
        const m = Bun.env.M; // reads M
        const other = config.env.N;
        const client = new Client(process.env.O); // reads O
        const p = process.env.P; // reads P
        new Client(p);
        """);
    assertThat(
            ScriptEnvironment.writes(
                parse(Language.TYPESCRIPT, "process.env.J ??= '1'; process.env.K = 'x'")))
        .containsExactly("K");
  }

  @Test
  void a_read_that_ends_the_program_is_required() {
    script(
        """
        if (!process.env.A) throw new Error("A"); // needs A
        if (!process.env.B || process.env.C === undefined) { process.exit(1); } // needs B, needs C
        if (!process.env.D && !process.env.E) throw new Error("one of them"); // reads D, reads E
        const f = process.env.F; // needs F
        if (!f) { throw new Error("F"); }
        const { G, H } = process.env; // needs G, reads H
        if (!G) throw new Error("G");
        invariant(process.env.I, "I must be set"); // needs I
        if (process.env.NODE_ENV === "production") { // reads NODE_ENV
          if (!process.env.J) throw new Error("J"); // reads J
        }
        export function key() {
          const k = process.env.K; // needs K later
          if (!k) throw new Error("K");
          return k;
        }
        if (!process.env.L) { console.warn("no L"); process.exit(0); } // reads L
        try { if (!process.env.M) throw new Error("M"); } catch { fallback(); } // reads M
        """);
  }

  /** t3-oss/create-t3-app#301, langfuse#1015, Blobscan#144. */
  @Test
  void schemas_say_what_is_required() {
    script(
        """
        const schema = z.object({
          DATABASE_URL: z.string().url(), // needs DATABASE_URL
          PORT: z.coerce.number().default(3000), // reads PORT
          LIMIT: z.coerce.number(), // needs LIMIT
          DEBUG: z.coerce.boolean(), // reads DEBUG
          DSN: z.string().optional(), // reads DSN
          SECRET: prod ? z.string() : z.string().optional(), // reads SECRET
          OTHER: required, // reads OTHER
        });
        export const env = schema.parse(process.env);
        """);
    script(
        """
        export const env = createEnv({
          server: {
            DATABASE_URL: z.string(), // needs DATABASE_URL
            NODE_ENV: z.enum(["a", "b"]).default("a"), // reads NODE_ENV
          },
          client: { NEXT_PUBLIC_X: z.string() }, // reads NEXT_PUBLIC_X
          runtimeEnv: { DATABASE_URL: process.env.DATABASE_URL }, // reads DATABASE_URL
          skipValidation: !!process.env.SKIP_ENV_VALIDATION, // reads SKIP_ENV_VALIDATION
        });
        """);
    script(
        """
        const env = cleanEnv(process.env, {
          API: str(), // needs API
          PORT: port({ default: 3000 }), // reads PORT
        });
        """);
    script(
        """
        import * as env from "env-var";
        const a = env.get("A").required().asString(); // needs A
        const b = env.get("B").default("x").required().asString(); // reads B
        """);
    script(
        """
        import { ConfigService } from "@nestjs/config";
        class A {
          constructor(private configService: ConfigService) {
            configService.get("A"); // reads A later
            this.configService.getOrThrow<string>("B"); // needs B later
            configService.get("database.host");
          }
        }
        """);
    assertThat(
            ScriptEnvironment.reads(
                    parse(
                        Language.TYPESCRIPT,
                        "createEnv({ server: { A: z.string() }, skipValidation:"
                            + " !!process.env.SKIP })"))
                .stream()
                .filter(EnvironmentRead::required)
                .flatMap(it -> ScriptEnvironment.skippedBy(it).stream()))
        .containsExactly("SKIP");
  }

  @Test
  void java_reads() {
    expect(
        Language.JAVA,
        JavaEnvironment::reads,
        """
        class A {
          static final String B = System.getenv("B"); // reads B
          static final String C = Objects.requireNonNull(System.getenv("C")); // needs C
          private final String d = System.getenv("D").trim(); // needs D later
          void run() {
            int e = Integer.parseInt(System.getenv("E")); // needs E later
            String f = System.getenv(name);
            String g = x ? System.getenv("G").trim() : ""; // reads G later
          }
          @Value("${H}") String h; // needs H later
          @Value("${I:none}") String i; // reads I later
          @Value("${some.property}") String j;
          public static void main(String[] arguments) {
            int k = Integer.parseInt(System.getenv("K")); // needs K
            run(() -> System.getenv("L").trim()); // needs L later
          }
        }
        @Service
        class Bean {
          @Value("${M}") String m; // needs M
          Bean(@Value("${N}") String n) {} // needs N
        }
        @Service @Profile("cloud")
        class Other {
          @Value("${O}") String o; // needs O later
        }
        """);
    assertThat(JavaEnvironment.configured("a: ${A}\n# ${B}\nc: ${C:x}-${D}\ne: ${e.f}\n"))
        .extracting(EnvironmentRead::name)
        .containsExactly("A", "C", "D");
  }

  @Test
  void go_reads() {
    expect(
        Language.GO,
        GoEnvironment::reads,
        """
        package main
        var a = os.Getenv("A") // reads A
        type Config struct {
        	Port int `env:"PORT" envDefault:"3000"` // reads PORT later
        	Key string `env:"KEY,required"` // needs KEY later
        	Old string `envconfig:"OLD" required:"true"` // reads OLD later
        }
        func main() {
        	b := os.Getenv("B") // needs B
        	if b == "" {
        		log.Fatal("no B")
        	}
        	c, ok := os.LookupEnv("C") // needs C
        	if !ok {
        		panic("no C")
        	}
        	d := os.Getenv("D") // reads D
        	if d == "" {
        		d = "default"
        	}
        	use(os.Getenv(name))
        	use(must("E")) // needs E
        	if b == "x" {
        		use(must("F")) // reads F
        	}
        }
        func must(name string) string {
        	v := os.Getenv(name)
        	if v == "" {
        		panic(name)
        	}
        	return v
        }
        func later() {
        	use(must("G")) // needs G later
        }
        """);
  }
}
