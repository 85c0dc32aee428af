package dev.parley;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Wraps a logged failure and its causes, with the messages that {@link LogText} allows. */
final class SafeThrowable implements IThrowableProxy {

  private final IThrowableProxy real;

  SafeThrowable(IThrowableProxy real) {
    this.real = real;
  }

  @Override
  public @Nullable String getMessage() {
    return real instanceof ThrowableProxy failure
        ? LogText.message(failure.getThrowable())
        : LogText.escape(real.getMessage());
  }

  @Override
  public @Nullable String getOverridingMessage() {
    return null;
  }

  @Override
  public String getClassName() {
    return real.getClassName();
  }

  @Override
  public StackTraceElementProxy[] getStackTraceElementProxyArray() {
    return real.getStackTraceElementProxyArray();
  }

  @Override
  public int getCommonFrames() {
    return real.getCommonFrames();
  }

  @Override
  public @Nullable IThrowableProxy getCause() {
    return real.getCause() == null ? null : new SafeThrowable(real.getCause());
  }

  @Override
  public IThrowableProxy[] getSuppressed() {
    return Arrays.stream(real.getSuppressed())
        .map(SafeThrowable::new)
        .toArray(IThrowableProxy[]::new);
  }

  @Override
  public boolean isCyclic() {
    return real.isCyclic();
  }
}
