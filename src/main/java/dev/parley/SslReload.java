package dev.parley;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;

/**
 * Reloads the certificates of all SSL bundles when the process receives SIGHUP: new connections use
 * the new ones. A bundle that cannot be used is logged, and the previous one stays.
 */
final class SslReload {

  private static final Logger log = LoggerFactory.getLogger(SslReload.class);

  private final SslProperties properties;
  private final SslBundleRegistry registry;

  SslReload(SslProperties properties, SslBundleRegistry registry) {
    this.properties = properties;
    this.registry = registry;
  }

  /**
   * Installs the handler of SIGHUP; does nothing on a system without that signal (Windows). The
   * JDK's class for it is internal, so that javac warns of each mention.
   */
  void onHangUp() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle reload =
          MethodHandles.lookup().bind(this, "reload", MethodType.methodType(void.class));
      Object reloading =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(reload, 0, signal));
      Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
      signal.getMethod("handle", signal, handler).invoke(null, hangUp, reloading);
    } catch (ReflectiveOperationException none) {
      log.debug("SIGHUP cannot be heeded", none);
    }
  }

  /**
   * Reloads all bundles, on a thread of the JDK's whose class loader knows only the JDK's classes.
   */
  void reload() {
    Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
    log.info("SIGHUP: the certificates are read again");
    SslProperties.Bundles bundles = properties.getBundle();
    update(bundles.getPem(), PropertiesSslBundle::get);
    update(bundles.getJks(), PropertiesSslBundle::get);
  }

  /** Loads the key and certificates of a bundle, which are read lazily; throws if that fails. */
  private static void check(SslBundle bundle) {
    var _ = bundle.getStores().getKeyStore();
    var _ = bundle.getStores().getTrustStore();
  }

  private <P> void update(Map<String, P> bundles, Function<P, SslBundle> read) {
    bundles.forEach((name, bundle) -> {
      try {
        SslBundle renewed = read.apply(bundle);
        check(renewed);
        registry.updateBundle(name, renewed);
      } catch (RuntimeException unusable) {
        log.error("SSL bundle {} stays as it was: {}", name, unusable.getMessage());
      }
    });
  }
}
