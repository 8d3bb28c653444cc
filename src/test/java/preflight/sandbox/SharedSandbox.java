package preflight.sandbox;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every test that only looks the same healthy sandbox, stopped after the last of them. */
public final class SharedSandbox implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == RunningSandbox.class;
  }

  @Override
  public RunningSandbox resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getRoot()
        .getStore(Namespace.GLOBAL)
        .getOrComputeIfAbsent(RunningSandbox.class, _ -> healthy(), RunningSandbox.class);
  }

  private static RunningSandbox healthy() {
    try {
      return RunningSandbox.start(Scenarios.named("healthy").orElseThrow());
    } catch (Exception e) {
      throw new IllegalStateException("The shared sandbox did not start", e);
    }
  }
}
