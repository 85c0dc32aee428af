package dev.parley.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** Runs a test against the API over HTTP. All such tests share one server. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    classes = HttpTestApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "parley.admin.password=" + ApiTester.PASSWORD,
      "parley.admin.max-body-size=4KB",
      "parley.admin.max-page-size=" + ApiTester.PAGE_BYTES + "B",
      "parley.admin.allowed-origins=https://chat.example",
      "parley.admin.max-streams=" + ApiTester.MAX_STREAMS,
      "parley.admin.max-sessions=" + ApiTester.MAX_SESSIONS,
      "parley.admin.stream-heartbeat=50ms",
      "spring.main.allow-bean-definition-overriding=false"
    })
public @interface HttpTest {}
