package dev.parley;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;

/** Starts the server. */
@SpringBootApplication(exclude = IntegrationAutoConfiguration.class) // It would time every line.
public class ParleyApplication {

  /** Runs until it is told to stop, and then ends with status 0; with 1 where it cannot start. */
  public static void main(String[] args) {
    SpringApplication.run(ParleyApplication.class, args);
    // Once everything is stopped. Left to itself, the JVM would add that a signal made it stop:
    // 143.
    SpringApplication.getShutdownHandlers().add(() -> Runtime.getRuntime().halt(0));
  }
}
