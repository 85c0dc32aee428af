package dev.parley;

import dev.parley.store.Store;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the server. */
@SpringBootApplication
public class ParleyApplication {

  private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

  /** Runs until it is told to stop, and then ends with status 0; with 1 where it cannot start. */
  public static void main(String[] args) {
    spareCarriers();
    AtomicBoolean started = new AtomicBoolean();
    // Once everything is stopped. Left to itself, the JVM would add that a signal made it stop:
    // 143.
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
   * Gives virtual threads a carrier for each processor and for each connection of the store
   * besides: SQLite is native code, which holds its carrier until it has answered, and however many
   * long searches run, HTTP goes on. Has to be called before the first virtual thread is made.
   */
  private static void spareCarriers() {
    if (System.getProperty(CARRIERS) == null) {
      int carriers = Runtime.getRuntime().availableProcessors() + Store.CONNECTIONS;
      System.setProperty(CARRIERS, Integer.toString(carriers));
    }
  }
}
