package dev.parley.page;

import dev.parley.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Lends all tests of a class one server and one browser. A test in which a page wrote an error to
 * its console fails.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTester {

  private final String[] properties;

  TestServer server;
  Chromium chromium;

  /** Takes the properties of the server. */
  BrowserTester(String... properties) {
    this.properties = properties;
  }

  @BeforeAll
  void start() {
    chromium = Chromium.start();
    server = TestServer.start(properties);
  }

  @AfterAll
  void stop() {
    if (chromium != null) {
      chromium.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @AfterEach
  void noFaults() {
    chromium.expectNoFaults();
  }
}
