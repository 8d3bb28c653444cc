package preflight.source.python.use;

import java.util.List;

/**
 * What one file says of its classes and functions, and how it uses those of others.
 *
 * @param certain false where the file does not parse, or makes names at run time
 * @param meanings what the module's own names stand for; a name that could be several is {@link
 *     Meaning.Kind#UNKNOWN}
 * @param stars modules whose names are all imported, as written
 * @param uses of things whose class or definition may be known
 * @param stored attributes that the file sets on something that is not {@code self}
 * @param asked attributes that the file asks for with {@code hasattr} and its like
 * @param opened names of classes that the file changes in ways that cannot be followed
 */
public record CallFacts(
    boolean certain,
    List<Meaning> meanings,
    List<String> stars,
    List<ClassFact> classes,
    List<FunctionFact> functions,
    List<Use> uses,
    List<String> stored,
    List<String> asked,
    List<Name> opened) {

  public static final CallFacts UNCERTAIN =
      new CallFacts(
          false, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
          List.of());

  /**
   * What a name of the module stands for.
   *
   * @param target of an import or an alias
   * @param index of a class or function in its list
   * @param value of a variable
   */
  public record Meaning(String name, Meaning.Kind kind, Name target, int index, Receiver value) {

    /** What kind of thing. */
    public enum Kind {
      /** The target is a module. */
      MODULE,
      /** The target is a name in a module. */
      FROM,
      /** Another name for the target. */
      ALIAS,
      CLASS,
      FUNCTION,
      VALUE,
      UNKNOWN
    }
  }

  /**
   * What is used.
   *
   * @param name of the class, of what is called, or of what is meant
   * @param owner the class, in the list of the file, whose method says {@code self}; -1
   */
  public record Receiver(Receiver.Kind kind, Name name, int owner) {

    public static final Receiver UNKNOWN = new Receiver(Receiver.Kind.UNKNOWN, Name.NONE, -1);

    /** How it is known. */
    public enum Kind {
      UNKNOWN,
      /** What the name stands for. */
      NAME,
      SELF,
      CLASS,
      SUPER,
      /** What a call of the name gives. */
      RESULT,
      /** What a call of the name gives when it is awaited. */
      AWAITED,
      /** An object of the class that the name stands for, or of one below it. */
      ANNOTATED,
      /** The value of an attribute of {@code self}, which {@code name} names. */
      ATTRIBUTE
    }
  }

  /**
   * A use.
   *
   * @param member of the receiver; empty where the receiver itself is called
   * @param called whether it is called, with {@code arguments}
   * @param function the definition around it; empty at module level
   * @param imported whether it is evaluated when the module is imported
   */
  public record Use(
      Receiver receiver,
      String member,
      boolean called,
      Arguments arguments,
      int line,
      int column,
      String function,
      boolean imported) {}

  /**
   * A function of the module, at its top level.
   *
   * @param several whether the module defines it more than once
   * @param returns the class that it declares to return
   * @param coroutine whether its result is awaited
   */
  public record FunctionFact(
      String name, Signature signature, boolean several, Name returns, boolean coroutine) {}

  /**
   * A class, wherever it stands.
   *
   * @param name with the definitions around it
   * @param bases what it derives from; one that is no name is {@link Name#NONE}
   * @param baseTexts the same, as written
   * @param open why its attributes cannot be known from the file; empty where they can
   * @param partial whether it looks like one that only classes below it complete
   * @param members what the class body binds
   * @param attributes what its methods set on {@code self}
   * @param data whether it is a dataclass that makes its own constructor
   */
  public record ClassFact(
      String name,
      List<Name> bases,
      List<String> baseTexts,
      String open,
      boolean partial,
      List<Member> members,
      List<Attribute> attributes,
      boolean data,
      boolean keywordOnly,
      List<Field> fields) {}

  /** What a class body binds. */
  public record Member(
      String name, Member.Kind kind, Signature signature, Name returns, boolean coroutine) {

    /** How it behaves when it is called on an object. */
    public enum Kind {
      METHOD,
      CLASS_METHOD,
      STATIC_METHOD,
      OTHER
    }
  }

  /**
   * What methods set on {@code self}.
   *
   * @param value what it is, where it is set once
   */
  public record Attribute(String name, Receiver value) {}

  /**
   * A field of a dataclass.
   *
   * @param given whether the constructor takes it
   */
  public record Field(String name, boolean optional, boolean given, boolean keywordOnly) {}
}
