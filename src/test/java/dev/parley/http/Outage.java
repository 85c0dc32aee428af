package dev.parley.http;

import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.StoreUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Lets a log become unavailable after some more readings. */
public class Outage {

  private static final Set<String> READINGS = Set.of("read", "entry", "redact");

  private final AtomicLong readingsLeft = new AtomicLong(Long.MAX_VALUE);

  /** The log is unavailable after so many readings. */
  public void after(long readings) {
    readingsLeft.set(readings);
  }

  public void over() {
    after(Long.MAX_VALUE);
  }

  /** Returns the log, with this outage. */
  RoomLog of(RoomLog log) {
    return (RoomLog)
        Proxy.newProxyInstance(
            RoomLog.class.getClassLoader(),
            new Class<?>[] {RoomLog.class},
            (proxy, method, arguments) -> invoke(log, method, arguments));
  }

  private Object invoke(RoomLog log, Method method, Object[] arguments) throws Throwable {
    if (READINGS.contains(method.getName()) && readingsLeft.getAndDecrement() <= 0) {
      throw new StoreUnavailableException("The history cannot be read now: no disk.");
    }
    try {
      return method.invoke(log, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
