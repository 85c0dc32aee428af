/**
 * The dialect for people in {@code nc} and {@code telnet}, for scripts and for devices: lines of
 * UTF-8 in, lines for people or JSON objects out.
 *
 * <p>{@code LineFramer} makes lines of bytes, {@code CommandParser} makes a {@code Request} of a
 * line, {@code LineConversation} has the core carry it out, and a {@code Form}, {@code TextForm} or
 * {@code JsonForm}, says how the reply looks and how the events do that others cause. What a person
 * reads begins, on every line, with something that no person's text can: what people say is marked
 * with their names line by line, and what the server itself says comes as one line or is marked
 * line by line as well.
 */
@ApplicationModule(
    allowedDependencies = {
      "chat",
      "chat :: account",
      "chat :: history",
      "chat :: name",
      "chat :: rule",
      "tcp"
    })
@NullMarked
package dev.parley.line;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
