package dev.parley;

import dev.parley.store.Store;
import dev.parley.tcp.listen.TcpConfiguration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jackson.JacksonMixinModuleEntries;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Starts the server, which is made of the parts that are imported here. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
  StoreConfiguration.class,
  ChatConfiguration.class,
  IdentityConfiguration.class,
  TcpConfiguration.class,
  IrcConfiguration.class,
  HttpConfiguration.class,
  ClusterConfiguration.class
})
public class ParleyApplication {

  private static final String MIXINS = "jacksonMixinModuleEntries";
  private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

  /**
   * Runs the server until it is stopped, then exits with status 0; exits with 1 if it cannot start.
   */
  public static void main(String[] args) {
    addCarrierThreads();
    AtomicBoolean started = new AtomicBoolean();
    // Runs once everything is stopped. By default the JVM would exit with 143 for the signal.
    SpringApplication.getShutdownHandlers()
        .add(() -> {
          if (started.get()) {
            Runtime.getRuntime().halt(0);
          }
        });
    SpringApplication.run(ParleyApplication.class, args);
    started.set(true);
  }

  /**
   * Replaces the search for mix-ins of Jackson by an empty list, as there are none: it would read
   * all classes at each start.
   */
  @Bean
  static BeanDefinitionRegistryPostProcessor withoutMixins() {
    return registry -> {
      registry.removeBeanDefinition(MIXINS);
      registry.registerBeanDefinition(
          MIXINS,
          BeanDefinitionBuilder.rootBeanDefinition(
                  JacksonMixinModuleEntries.class,
                  () -> JacksonMixinModuleEntries.create(none -> {}))
              .getBeanDefinition());
    };
  }

  /**
   * Sets the number of carrier threads to one for each processor and one more for each connection
   * of the store: SQLite is native code and pins its carrier until it has answered, so that HTTP
   * goes on however many long searches run. Must be called before the first virtual thread is
   * created.
   */
  private static void addCarrierThreads() {
    if (System.getProperty(CARRIERS) == null) {
      int carriers = Runtime.getRuntime().availableProcessors() + Store.CONNECTIONS;
      System.setProperty(CARRIERS, Integer.toString(carriers));
    }
  }
}
