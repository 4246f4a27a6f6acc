package dev.mainstay.tck.model;

import dev.mainstay.tck.model.Cell.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Two writers of one entry and a reader that loads and fills it. Broken is a value of another
 * version than the source has, when all is done.
 *
 * @param begin what a writer leaves before it writes the source
 * @param finish what it leaves afterwards
 * @param store whether it stores the version that it wrote
 * @param crashes how many writers may stop for good between their steps
 * @param lapses how many leases may lapse at any time
 * @param early whether an intent may lapse before its writer has written
 */
record Writers(Begin begin, Finish finish, Store store, int crashes, int lapses, boolean early)
    implements Protocol<Writers.State> {
  private static final int ROUNDS = 2;

  enum Begin {
    NOTHING,
    ONE_INTENT,
    SET_OF_INTENTS
  }

  enum Finish {
    DELETE,
    TAKE_OWN_INTENT
  }

  enum Store {
    NEVER,
    IF_LAST,
    IF_ALONE
  }

  enum Pace {
    NEW,
    BEGUN,
    COMMITTED,
    DONE,
    CRASHED
  }

  enum Step {
    IDLE,
    LOADS,
    LOADED
  }

  record Reader(Step step, int round, int lease, int loaded) {
    Reader done() {
      return new Reader(Step.IDLE, round + 1, 0, 0);
    }
  }

  /** A writer, and the version that the source has by it. */
  record Writer(Pace pace, int version) {
    boolean isOver() {
      return pace == Pace.DONE || pace == Pace.CRASHED;
    }
  }

  record State(
      int source,
      Cell cell,
      Reader reader,
      List<Writer> writers,
      int numbers,
      int lapses,
      int crashes) {
    State source(int next) {
      return new State(next, cell, reader, writers, numbers, lapses, crashes);
    }

    State cell(Cell next) {
      return new State(source, next, reader, writers, numbers, lapses, crashes);
    }

    State reader(Reader next) {
      return new State(source, cell, next, writers, numbers, lapses, crashes);
    }

    State writer(int index, Pace pace, int version) {
      List<Writer> all = new ArrayList<>(writers);
      all.set(index, new Writer(pace, version));
      return new State(source, cell, reader, List.copyOf(all), numbers, lapses, crashes);
    }

    State counted() {
      return new State(source, cell, reader, writers, numbers + 1, lapses, crashes);
    }

    State lapsed() {
      return new State(source, Cell.NOTHING, reader, writers, numbers, lapses - 1, crashes);
    }

    State crashed() {
      return new State(source, cell, reader, writers, numbers, lapses, crashes - 1);
    }
  }

  @Override
  public State start() {
    Writer writer = new Writer(Pace.NEW, 0);
    Reader reader = new Reader(Step.IDLE, 0, 0, 0);
    return new State(0, Cell.NOTHING, reader, List.of(writer, writer), 1, lapses, crashes);
  }

  @Override
  public boolean isBroken(State state) {
    return state.writers.stream().allMatch(Writer::isOver)
        && state.reader.step == Step.IDLE
        && state.cell.isStale(state.source);
  }

  @Override
  public List<State> next(State state) {
    List<State> next = new ArrayList<>();
    read(state, next);
    for (int i = 0; i < state.writers.size(); i++) {
      write(state, i, next);
    }
    if (state.cell.is(Kind.LEASE) && state.lapses > 0) {
      next.add(state.lapsed());
    }
    if (state.cell.is(Kind.WRITE) && (early || isLeft(state))) {
      next.add(state.cell(Cell.NOTHING));
    }
    return next;
  }

  /** Whether all whose intents are there are over. */
  private static boolean isLeft(State state) {
    boolean isLeft = true;
    for (int i = 0; i < state.writers.size(); i++) {
      boolean isThere = (state.cell.number() & bit(i)) != 0;
      isLeft &= !isThere || state.writers.get(i).isOver();
    }
    return isLeft;
  }

  private static int bit(int writer) {
    return 1 << writer;
  }

  private static void read(State state, List<State> next) {
    Reader reader = state.reader;
    switch (reader.step) {
      case IDLE -> {
        if (reader.round < ROUNDS) {
          Reader loads = new Reader(Step.LOADS, reader.round, state.numbers, 0);
          next.add(
              state.cell.is(Kind.NOTHING)
                  ? state.cell(Cell.lease(state.numbers)).counted().reader(loads)
                  : state.reader(reader.done()));
        }
      }
      case LOADS ->
          next.add(state.reader(new Reader(Step.LOADED, reader.round, reader.lease, state.source)));
      case LOADED -> {
        boolean mayFill = state.cell.equals(Cell.lease(reader.lease));
        Cell cell = mayFill ? Cell.value(reader.loaded) : state.cell;
        next.add(state.cell(cell).reader(reader.done()));
      }
    }
  }

  private void write(State state, int index, List<State> next) {
    Writer writer = state.writers.get(index);
    switch (writer.pace) {
      case NEW -> next.add(state.cell(begun(state.cell, index)).writer(index, Pace.BEGUN, 0));
      case BEGUN -> {
        int source = state.source + 1;
        int version = store == Store.NEVER ? 0 : source;
        next.add(state.source(source).writer(index, Pace.COMMITTED, version));
      }
      case COMMITTED -> {
        Cell cell = finished(state.cell, index, writer.version);
        next.add(state.cell(cell).writer(index, Pace.DONE, 0));
      }
      case DONE, CRASHED -> {
        // Nothing more.
      }
    }
    boolean isAmidst = writer.pace == Pace.BEGUN || writer.pace == Pace.COMMITTED;
    if (isAmidst && state.crashes > 0) {
      next.add(state.crashed().writer(index, Pace.CRASHED, 0));
    }
  }

  private Cell begun(Cell cell, int index) {
    boolean isCounted = store == Store.IF_ALONE;
    boolean isBeside = cell.is(Kind.WRITE);
    return switch (begin) {
      case NOTHING -> cell;
      case ONE_INTENT -> Cell.write(bit(index), false);
      case SET_OF_INTENTS ->
          Cell.write(bit(index) | (isBeside ? cell.number() : 0), isBeside && isCounted);
    };
  }

  private Cell finished(Cell cell, int index, int version) {
    if (finish == Finish.DELETE || !cell.is(Kind.WRITE)) {
      return Cell.NOTHING;
    }
    boolean isCounted = store == Store.IF_ALONE;
    int others = cell.number() & ~bit(index);
    boolean isKnown = others != cell.number();
    boolean mayStore =
        switch (store) {
          case NEVER -> false;
          case IF_LAST -> isKnown;
          case IF_ALONE -> isKnown && !cell.shared();
        };
    return others == 0 && mayStore ? Cell.value(version) : Cell.write(others, isCounted);
  }
}
