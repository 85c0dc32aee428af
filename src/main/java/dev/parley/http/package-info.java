/**
 * Serves HTTP for those who run the server: the API under {@code /api/v1}, health, metrics, and who
 * may use them. There is a folder for each resource; controllers translate, and what is done is
 * done by {@link dev.parley.chat.operator.Operator}.
 *
 * <p><b>Errors.</b> Every error is a problem (RFC 9457) made from a {@code Problem}, wherever it is
 * noticed: in a controller ({@code ProblemAdvice}), a filter ({@code ProblemWriter}), the servlet
 * container ({@code ProblemErrorController}) or Tomcat before there is a request ({@code
 * ProblemReportValve}).
 *
 * <p><b>Threads.</b> Every request has a virtual thread of its own, so that it may wait for a log.
 * A stream ({@code RoomStream}) stays on it to its end: the room's thread only puts lines into the
 * stream's queue, and whoever has to end a stream that waits for its reader breaks the connection
 * off ({@code HttpConnection}).
 */
@ApplicationModule(
    allowedDependencies = {
      "chat",
      "chat :: account",
      "chat :: api",
      "chat :: audit",
      "chat :: history",
      "chat :: login",
      "chat :: moderation",
      "chat :: name",
      "chat :: operator",
      "chat :: session",
      "dialect :: output",
      "store",
      "tcp"
    })
@NullMarked
package dev.parley.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
