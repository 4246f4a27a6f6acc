package dev.mainstay.tck.model;

import dev.mainstay.tck.model.Cell.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Readers of one entry, one of them with a near cache that the store tells of changes over the
 * connection on which it answers; a writer beside. Broken is what stays wrong when all is done.
 *
 * @param leases whether who loads needs a lease to fill
 * @param placeholders whether a reader marks its place in the near cache before it asks, and an
 *     invalidation spoils the mark
 * @param order what the writer does when
 * @param writes how often it writes
 * @param lapses how many leases or intents may lapse at any time
 */
record Near(boolean leases, boolean placeholders, Order order, int writes, int lapses)
    implements Protocol<Near.State> {
  private static final int ROUNDS = 2;

  enum Order {
    COMMIT_THEN_DELETE,
    DELETE_THEN_COMMIT,
    INTENT
  }

  enum Step {
    IDLE,
    ASKED,
    ANSWERED,
    HANDED,
    DECIDES,
    LOADS,
    LOADED
  }

  enum Mark {
    NONE,
    CLEAN,
    DIRTY
  }

  /** A reader; the first has the near cache. */
  record Reader(Step step, int round, Cell got, int ticket, Mark mark) {
    static final Reader FIRST = new Reader(Step.IDLE, 0, Cell.NOTHING, 0, Mark.NONE);

    Reader at(Step next, Cell now) {
      return new Reader(next, round, now, ticket, mark);
    }

    Reader with(int lease) {
      return new Reader(Step.LOADS, round, Cell.NOTHING, lease, mark);
    }

    Reader marked(Mark next) {
      return new Reader(step, round, got, ticket, next);
    }

    Reader done() {
      return new Reader(Step.IDLE, round + 1, Cell.NOTHING, 0, Mark.NONE);
    }
  }

  /** Either the answer to a question or, with {@code answer} empty, an invalidation. */
  record Message(boolean isAnswer, Cell answer) {
    static final Message CHANGED = new Message(false, Cell.NOTHING);
  }

  record State(
      int source,
      Cell cell,
      boolean tracked,
      List<Message> wire,
      Cell near,
      List<Reader> readers,
      int wrote,
      int writerStep,
      int numbers,
      int lapses) {

    State source(int next) {
      return new State(
          next, cell, tracked, wire, near, readers, wrote, writerStep, numbers, lapses);
    }

    /** Changed in the store, which tells who asked, once. */
    State cell(Cell next) {
      return new State(
          source,
          next,
          false,
          tracked ? and(wire, Message.CHANGED) : wire,
          near,
          readers,
          wrote,
          writerStep,
          numbers,
          lapses);
    }

    State dropped() {
      return cell.is(Kind.NOTHING) ? this : cell(Cell.NOTHING);
    }

    State asked() {
      Message answer = new Message(true, cell);
      return new State(
          source, cell, true, and(wire, answer), near, readers, wrote, writerStep, numbers, lapses);
    }

    State received() {
      List<Message> rest = wire.subList(1, wire.size());
      return new State(
          source,
          cell,
          tracked,
          List.copyOf(rest),
          near,
          readers,
          wrote,
          writerStep,
          numbers,
          lapses);
    }

    State near(Cell next) {
      return new State(
          source, cell, tracked, wire, next, readers, wrote, writerStep, numbers, lapses);
    }

    State reader(int index, Reader next) {
      List<Reader> all = new ArrayList<>(readers);
      all.set(index, next);
      return new State(
          source, cell, tracked, wire, near, List.copyOf(all), wrote, writerStep, numbers, lapses);
    }

    State writer(int step) {
      return new State(source, cell, tracked, wire, near, readers, wrote, step, numbers, lapses);
    }

    State written() {
      return new State(source, cell, tracked, wire, near, readers, wrote + 1, 0, numbers, lapses);
    }

    State counted() {
      return new State(
          source, cell, tracked, wire, near, readers, wrote, writerStep, numbers + 1, lapses);
    }

    State lapsed() {
      return new State(
          source, cell, tracked, wire, near, readers, wrote, writerStep, numbers, lapses - 1);
    }

    private static List<Message> and(List<Message> some, Message more) {
      List<Message> all = new ArrayList<>(some);
      all.add(more);
      return List.copyOf(all);
    }
  }

  @Override
  public State start() {
    List<Reader> readers = List.of(Reader.FIRST, Reader.FIRST);
    return new State(0, Cell.NOTHING, false, List.of(), Cell.NOTHING, readers, 0, 0, 1, lapses);
  }

  @Override
  public boolean isBroken(State state) {
    boolean isQuiet =
        state.wrote == writes
            && state.wire.isEmpty()
            && state.readers.stream().allMatch(reader -> reader.step == Step.IDLE);
    return isQuiet && (state.cell.isStale(state.source) || state.near.isStale(state.source));
  }

  @Override
  public List<State> next(State state) {
    List<State> next = new ArrayList<>();
    for (int i = 0; i < state.readers.size(); i++) {
      read(state, i, next);
    }
    if (!state.wire.isEmpty()) {
      next.add(receive(state));
    }
    if (state.wrote < writes) {
      next.add(write(state));
    }
    boolean mayLapse = state.cell.is(Kind.LEASE) || state.cell.is(Kind.WRITE);
    if (mayLapse && state.lapses > 0) {
      next.add(state.dropped().lapsed());
    }
    return next;
  }

  private void read(State state, int index, List<State> next) {
    Reader reader = state.readers.get(index);
    boolean hasNear = index == 0;
    switch (reader.step) {
      case IDLE -> {
        if (reader.round < ROUNDS) {
          boolean isHit = hasNear && !state.near.is(Kind.NOTHING);
          Reader asks = reader.at(Step.ASKED, Cell.NOTHING).marked(Mark.CLEAN);
          next.add(state.reader(index, isHit ? reader.done() : asks));
        }
      }
      case ASKED ->
          next.add(
              hasNear
                  ? state.asked().reader(index, reader.at(Step.ANSWERED, Cell.NOTHING))
                  : state.reader(index, reader.at(Step.DECIDES, state.cell)));
      case ANSWERED -> {
        // The answer is on the wire.
      }
      case HANDED -> {
        boolean mayKeep = reader.mark == Mark.CLEAN || !placeholders;
        State kept = reader.got.is(Kind.VALUE) && mayKeep ? state.near(reader.got) : state;
        Reader decides = reader.at(Step.DECIDES, reader.got).marked(Mark.NONE);
        next.add(kept.reader(index, decides));
      }
      case DECIDES -> next.add(decide(state, index, reader));
      case LOADS -> next.add(state.reader(index, reader.at(Step.LOADED, Cell.value(state.source))));
      case LOADED -> {
        boolean mayFill = !leases || state.cell.equals(Cell.lease(reader.ticket));
        next.add((mayFill ? state.cell(reader.got) : state).reader(index, reader.done()));
      }
    }
  }

  private State decide(State state, int index, Reader reader) {
    if (reader.got.is(Kind.VALUE) || reader.got.is(Kind.WRITE)) {
      return state.reader(index, reader.done());
    }
    if (!leases) {
      return state.reader(index, reader.with(0));
    }
    return state.cell.is(Kind.NOTHING)
        ? state.cell(Cell.lease(state.numbers)).counted().reader(index, reader.with(state.numbers))
        : state.reader(index, reader.done());
  }

  /** What the near cache hears, in the order of the wire; an answer is handed to its reader. */
  private static State receive(State state) {
    Message message = state.wire.get(0);
    Reader reader = state.readers.get(0);
    State received = state.received();
    if (message.isAnswer) {
      return received.reader(0, reader.at(Step.HANDED, message.answer));
    }
    Reader spoiled = reader.mark == Mark.CLEAN ? reader.marked(Mark.DIRTY) : reader;
    return received.near(Cell.NOTHING).reader(0, spoiled);
  }

  private State write(State state) {
    State committed = state.source(state.source + 1);
    int step = state.writerStep;
    return switch (order) {
      case COMMIT_THEN_DELETE -> step == 0 ? committed.writer(1) : state.dropped().written();
      case DELETE_THEN_COMMIT -> step == 0 ? state.dropped().writer(1) : committed.written();
      case INTENT ->
          switch (step) {
            case 0 -> state.cell(Cell.write(state.numbers, false)).counted().writer(1);
            case 1 -> committed.writer(2);
            default -> state.dropped().written();
          };
    };
  }
}
