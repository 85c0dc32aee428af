/**
 * The server over HTTP, for those who run it: the API under {@code /api/v1}, health, metrics, and
 * who may use them. Controllers only translate: what is done is done by {@link
 * dev.parley.chat.Operator}.
 *
 * <p><b>Errors.</b> Every error is a problem (RFC 9457) made from a {@code Problem}, whoever
 * notices it: a controller ({@code Problems}), a filter ({@code ProblemWriter}), the servlet
 * container ({@code ProblemErrorController}) or Tomcat before there is a request ({@code
 * ProblemReportValve}).
 *
 * <p><b>Threads.</b> Every request has a virtual thread of its own, so that it may wait for a log.
 * A stream ({@code Stream}) stays on it to its end: the room's thread only puts lines into the
 * stream's queue, and whoever has to end a stream that waits for its reader breaks the connection
 * off ({@code HttpConnection}).
 */
@ApplicationModule(
    allowedDependencies = {
      "chat",
      "chat :: account",
      "chat :: guess",
      "chat :: history",
      "chat :: name",
      "chat :: rule",
      "tcp"
    })
@NullMarked
package dev.parley.admin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
