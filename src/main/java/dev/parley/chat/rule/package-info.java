/**
 * What the rules are made of: bans and mutes, roles, the emergency level, the addresses and times
 * they are written with, and the port by which they are kept, {@link
 * dev.parley.chat.rule.Rulebook}. Of parley it depends on names and accounts; having the rules take
 * effect on those who are here is the business of the package above.
 */
@NullMarked
package dev.parley.chat.rule;

import org.jspecify.annotations.NullMarked;
