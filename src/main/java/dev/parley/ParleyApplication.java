package dev.parley;

import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the server. */
@SpringBootApplication
public class ParleyApplication {

  /** Runs until it is told to stop, and then ends with status 0; with 1 where it cannot start. */
  public static void main(String[] args) {
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
}
