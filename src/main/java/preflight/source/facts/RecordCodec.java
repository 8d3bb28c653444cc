package preflight.source.facts;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads records of texts, numbers, booleans, enumerations, optional values, lists,
 * sorted sets of texts, and records of these. The shape of the records is the format: what was
 * written with another one is not read.
 *
 * @param <R> the record
 */
public final class RecordCodec<R> {

  private final Form form;
  private final String shape;

  /**
   * @throws IllegalArgumentException where it has a component of another type
   */
  public RecordCodec(Class<R> type) {
    var shape = new StringBuilder();
    this.form = form(type, new HashMap<>(), shape);
    this.shape = shape.toString();
  }

  /** Changes whenever a component does. */
  String shape() {
    return shape;
  }

  public void write(R value, DataOutputStream out) throws IOException {
    form.write(value, new Output(out, new HashMap<>()));
  }

  @SuppressWarnings("unchecked") // the form is made from the type
  public R read(DataInputStream in) throws IOException {
    return (R) form.read(new Input(in, new ArrayList<>()));
  }

  /** A text is written once, and then by its number. */
  private record Output(DataOutputStream out, Map<String, Integer> texts) {

    void text(String text) throws IOException {
      Integer known = texts.get(text);
      if (known == null) {
        number(texts.size());
        texts.put(text, texts.size());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        out.write(bytes);
      } else {
        number(known);
      }
    }

    void number(int number) throws IOException {
      int left = number;
      while ((left & ~0x7f) != 0) {
        out.write((left & 0x7f) | 0x80);
        left >>>= 7;
      }
      out.write(left);
    }
  }

  private record Input(DataInputStream in, List<String> texts) {

    String text() throws IOException {
      int number = number();
      if (number < texts.size()) {
        return texts.get(number);
      }
      byte[] bytes = new byte[bounded(number())];
      in.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      texts.add(text);
      return text;
    }

    int number() throws IOException {
      int number = 0;
      for (int shift = 0; shift < 35; shift += 7) {
        int next = in.readUnsignedByte();
        number |= (next & 0x7f) << shift;
        if (next < 0x80) {
          return number;
        }
      }
      throw new IOException("no number");
    }

    int bounded(int size) throws IOException {
      if (size < 0 || size > in.available()) {
        throw new IOException("longer than what is there");
      }
      return size;
    }
  }

  /** How values of a type are written. */
  private interface Form {
    void write(Object value, Output out) throws IOException;

    Object read(Input in) throws IOException;
  }

  private static Form form(Type type, Map<Type, Form> known, StringBuilder shape) {
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      shape.append(raw.getSimpleName()).append('<');
      Form of = form(generic.getActualTypeArguments()[0], known, shape);
      shape.append('>');
      if (raw == Optional.class) {
        return new Perhaps(of);
      }
      if (raw == List.class) {
        return new Many(of, false);
      }
      if (raw == SortedSet.class) {
        return new Many(of, true);
      }
      throw new IllegalArgumentException("no form for " + type);
    }
    Class<?> plain = (Class<?>) type;
    shape.append(plain.getName());
    if (plain == String.class) {
      return new Text();
    }
    if (plain == int.class) {
      return new Whole();
    }
    if (plain == boolean.class) {
      return new Flag();
    }
    if (plain.isEnum()) {
      List<Object> constants = List.of(plain.getEnumConstants());
      shape.append(constants);
      return new Constant(constants);
    }
    if (plain.isRecord()) {
      Form ready = known.get(plain);
      return ready == null ? Composite.of(plain, known, shape) : ready;
    }
    throw new IllegalArgumentException("no form for " + type);
  }

  private record Text() implements Form {
    @Override
    public void write(Object value, Output out) throws IOException {
      out.text((String) value);
    }

    @Override
    public Object read(Input in) throws IOException {
      return in.text();
    }
  }

  private record Whole() implements Form {
    @Override
    public void write(Object value, Output out) throws IOException {
      out.number((Integer) value);
    }

    @Override
    public Object read(Input in) throws IOException {
      return in.number();
    }
  }

  private record Flag() implements Form {
    @Override
    public void write(Object value, Output out) throws IOException {
      out.number((Boolean) value ? 1 : 0);
    }

    @Override
    public Object read(Input in) throws IOException {
      return in.number() == 1;
    }
  }

  private record Constant(List<Object> constants) implements Form {
    @Override
    public void write(Object value, Output out) throws IOException {
      out.number(constants.indexOf(value));
    }

    @Override
    public Object read(Input in) throws IOException {
      int place = in.number();
      if (place >= constants.size()) {
        throw new IOException("no constant");
      }
      return constants.get(place);
    }
  }

  private record Perhaps(Form of) implements Form {
    @Override
    public void write(Object value, Output out) throws IOException {
      @Nullable Object held = ((Optional<?>) value).orElse(null);
      out.number(held == null ? 0 : 1);
      if (held != null) {
        of.write(held, out);
      }
    }

    @Override
    public Object read(Input in) throws IOException {
      return in.number() == 1 ? Optional.of(of.read(in)) : Optional.empty();
    }
  }

  private record Many(Form of, boolean sorted) implements Form {
    @Override
    public void write(Object value, Output out) throws IOException {
      var all = (Collection<?>) value;
      out.number(all.size());
      for (Object each : all) {
        of.write(each, out);
      }
    }

    @Override
    public Object read(Input in) throws IOException {
      int size = in.bounded(in.number());
      var all = new ArrayList<Object>(size);
      for (int i = 0; i < size; i++) {
        all.add(of.read(in));
      }
      return sorted ? new TreeSet<>(all) : all;
    }
  }

  private static final class Composite implements Form {
    private final Constructor<?> constructor;
    private final List<Method> accessors = new ArrayList<>();
    private final List<Form> forms = new ArrayList<>();

    private Composite(Constructor<?> constructor) {
      this.constructor = constructor;
      constructor.setAccessible(true);
    }

    static Form of(Class<?> type, Map<Type, Form> known, StringBuilder shape) {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
      }
      try {
        var composite = new Composite(type.getDeclaredConstructor(types));
        known.put(type, composite);
        shape.append('(');
        for (RecordComponent component : components) {
          shape.append(component.getName()).append(':');
          // Also of a record that is not public; and what is checked once is faster after that.
          Method accessor = component.getAccessor();
          accessor.setAccessible(true);
          composite.accessors.add(accessor);
          composite.forms.add(form(component.getGenericType(), known, shape));
        }
        shape.append(')');
        return composite;
      } catch (NoSuchMethodException e) {
        throw new IllegalArgumentException(e);
      }
    }

    @Override
    public void write(Object value, Output out) throws IOException {
      try {
        for (int i = 0; i < forms.size(); i++) {
          forms.get(i).write(accessors.get(i).invoke(value), out);
        }
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Object read(Input in) throws IOException {
      Object[] values = new Object[forms.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = forms.get(i).read(in);
      }
      try {
        return constructor.newInstance(values);
      } catch (ReflectiveOperationException e) {
        throw new IOException(e);
      }
    }
  }
}
