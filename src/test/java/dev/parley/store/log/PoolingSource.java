package dev.parley.store.log;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Gives connections like a pooler that pools by transaction: all of them share one connection to
 * the server.
 */
final class PoolingSource {

  private PoolingSource() {}

  static DataSource of(DataSource real) throws SQLException {
    Connection shared = real.getConnection();
    Connection handed =
        (Connection)
            Proxy.newProxyInstance(
                PoolingSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                    method.getName().equals("close") ? null : call(shared, method, arguments));
    return (DataSource)
        Proxy.newProxyInstance(
            PoolingSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) ->
                method.getName().equals("getConnection") ? handed : call(real, method, arguments));
  }

  private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
