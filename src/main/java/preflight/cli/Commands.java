package preflight.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;
import preflight.check.ExitCode;
import preflight.cli.code.CodeCommand;
import preflight.cli.gate.EarlierReports;
import preflight.cli.gate.FlagVariables;
import preflight.cli.gate.Gate;
import preflight.cli.gate.RunOptions;
import preflight.cli.image.ImageCommand;
import preflight.cli.init.InitCommand;
import preflight.profile.decoding.Scalars;
import preflight.profile.reading.Suggestions;

/** All commands, and the one place where what went wrong becomes words and an exit code. */
public final class Commands {

  /** What picocli can write help in. */
  private static final int NARROWEST_HELP = 55;

  private Commands() {}

  static CommandLine of(Shell shell) {
    return of(shell, new String[0]);
  }

  /** With the one command that the arguments name, else with all: each costs start-up time. */
  static CommandLine of(Shell shell, String[] args) {
    Map<String, Supplier<Object>> all = all(shell);
    var line = new CommandLine(new Preflight());
    Supplier<Object> named = args.length > 0 ? all.get(args[0]) : null;
    (named == null ? all.values() : List.of(named)).forEach(it -> line.addSubcommand(it.get()));
    return configured(line, shell);
  }

  private static Map<String, Supplier<Object>> all(Shell shell) {
    var gate = new Gate(shell);
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("init", () -> new InitCommand(gate, shell));
    all.put("run", () -> new RunCommand(gate, shell));
    all.put("triage", () -> new TriageCommand(gate, shell));
    all.put("plan", () -> new PlanCommand(gate, shell));
    all.put("lint", () -> new LintCommand(gate, shell));
    all.put("code", () -> new CodeCommand(gate, shell));
    all.put("explain", () -> new ExplainCommand(gate, shell));
    all.put("checks", () -> new ChecksCommand(shell));
    all.put("image", () -> new ImageCommand(gate, shell));
    all.put("diff", () -> new DiffCommand(shell));
    all.put("verify-claim", () -> new VerifyClaimCommand(shell));
    all.put("doctor", () -> new DoctorCommand(gate, shell));
    all.put("demo", () -> new DemoCommand(gate, shell));
    all.put("sandbox", () -> new SandboxCommand(shell));
    // Completion is for all commands, so it never stands alone. A reference to the constructor of a
    // class as old as picocli's breaks the making of the AOT cache.
    all.put("", () -> new GenerateCompletion());
    return all;
  }

  /** How every command reads its arguments. */
  public static CommandLine configured(CommandLine line, Shell shell) {
    return line.setOut(shell.out())
        .setErr(shell.err())
        // Colours are the reports' alone.
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setUsageHelpWidth(Math.max(shell.terminal().width(), NARROWEST_HELP))
        .setCaseInsensitiveEnumValuesAllowed(true)
        // A file named on the command line is a profile, never more arguments.
        .setExpandAtFiles(false)
        .setDefaultValueProvider(new FlagVariables(shell.environment()))
        .registerConverter(Duration.class, Commands::duration)
        .registerConverter(Terminal.ColorMode.class, oneOf(Terminal.ColorMode.class))
        .registerConverter(RunOptions.From.class, oneOf(RunOptions.From.class))
        .registerConverter(RunOptions.FailOn.class, oneOf(RunOptions.FailOn.class))
        .registerConverter(FormatOption.Format.class, oneOf(FormatOption.Format.class))
        .registerConverter(PlanCommand.GraphFormat.class, oneOf(PlanCommand.GraphFormat.class))
        .setParameterExceptionHandler((e, args) -> {
          withdraw(args, shell);
          return usage(e, args);
        })
        .setExecutionExceptionHandler((e, command, parsed) -> {
          String[] args = parsed.originalArgs().toArray(String[]::new);
          withdraw(args, shell);
          return failed(e, command, args, Defect.isVerbose(args, shell.environment()));
        });
  }

  /** No run wrote a report: the one of an earlier run must not stand for it. */
  private static void withdraw(String[] args, Shell shell) {
    List<String> words = new ArrayList<>(Arrays.asList(args));
    words.add(shell.environment().getOrDefault("PREFLIGHT_OUTPUT", "").strip());
    EarlierReports.withdraw(words);
  }

  private static Duration duration(String text) {
    return Scalars.parse(Duration.class, text)
        .map(Duration.class::cast)
        .orElseThrow(() -> new TypeConversionException("'" + text + "' is not a time such as 30s"));
  }

  private static <E extends Enum<E>> ITypeConverter<E> oneOf(Class<E> type) {
    return text ->
        Arrays.stream(type.getEnumConstants())
            .filter(it -> it.toString().equalsIgnoreCase(text))
            .findFirst()
            .orElseThrow(() ->
                new TypeConversionException(
                    "'%s' is not %s"
                        .formatted(
                            text,
                            Arrays.stream(type.getEnumConstants())
                                .map(it -> it.toString().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(" or ")))));
  }

  private static int usage(ParameterException e, String[] args) {
    String source = Optional.ofNullable(e.getArgSpec()).map(it -> source(it, args)).orElse("");
    String first =
        e instanceof UnmatchedArgumentException unmatched
            ? unmatched(unmatched)
            : String.valueOf(e.getMessage()).lines().findFirst().orElse("usage");
    return usage(e.getCommandLine(), first + source);
  }

  /** The variable that a value came from, where it is not on the command line. */
  private static String source(ArgSpec argument, String[] args) {
    return isIn(args, argument)
        ? ""
        : FlagVariables.name(argument).map(" (from %s)"::formatted).orElse("");
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String word = e.getUnmatched().getFirst();
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    if (word.startsWith("--")) {
      return "unknown flag '%s'%s"
          .formatted(word, meant(word.split("=", 2)[0], spec.optionsMap().keySet()));
    }
    if (word.startsWith("-")) {
      return "unknown flag '%s'".formatted(word);
    }
    return spec.subcommands().isEmpty()
        ? "unexpected argument '%s'".formatted(word)
        : "unknown command '%s'%s"
            .formatted(word, Suggestions.sentence(word, spec.subcommands().keySet()));
  }

  private static String meant(String flag, Set<String> known) {
    return Suggestions.closest(flag, known).map("; did you mean '%s'?"::formatted).orElse("");
  }

  private static boolean isIn(String[] args, ArgSpec argument) {
    return argument instanceof OptionSpec option
        && Arrays.stream(args)
            .anyMatch(arg -> Arrays.stream(option.names()).anyMatch(arg::startsWith));
  }

  private static int usage(CommandLine command, String message) {
    var err = command.getErr();
    err.println("preflight: " + message);
    CommandSpec spec = command.getCommandSpec();
    // One line each: a line break in a line would be shown as one.
    ("Usage: " + command.getHelp().synopsis(7).stripTrailing()).lines().forEach(err::println);
    err.println("Try '" + spec.qualifiedName() + " --help'.");
    return ExitCode.USAGE.code();
  }

  private static int failed(Exception e, CommandLine command, String[] args, boolean verbose) {
    if (e instanceof UsageMistake mistake) {
      String source =
          mistake
              .flag()
              .map(command.getCommandSpec()::findOption)
              .map(it -> source(it, args))
              .orElse("");
      return usage(command, mistake.getMessage() + source);
    }
    return Defect.tell(e, verbose, command.getErr());
  }
}
