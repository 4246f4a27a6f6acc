package dev.mainstay.chaos.load;

import dev.mainstay.chaos.history.Subject;

/** A token, and what it was given for. */
public record Ticket(String token, Subject subject) {
  /** Leaves the token out. */
  @Override
  public String toString() {
    return "Ticket[" + subject + "]";
  }
}
