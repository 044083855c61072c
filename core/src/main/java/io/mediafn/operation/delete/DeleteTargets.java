package io.mediafn.operation.delete;

import io.mediafn.batch.RunGate;
import io.mediafn.operation.RunContext;
import io.mediafn.storage.StorageException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What a run takes to delete: what is meant, as long as its gate is open, and no more than its reply has room for, since
 * what was deleted can't be left out of the report. Belongs to one thread.
 */
final class DeleteTargets implements Iterator<DeleteTarget> {
    /** What an item takes beside its location, which an error's message may repeat. */
    private static final int ITEM_CHARACTERS = 400;

    private final Iterator<DeleteTarget> candidates;
    private final Predicate<DeleteTarget> meant;
    private final RunGate gate;
    private final RunContext context;
    private Optional<DeleteTarget> upcoming = Optional.empty();
    private Optional<StorageException> broken = Optional.empty();
    private Optional<String> lastKey = Optional.empty();
    private long taken;
    private long characters;

    DeleteTargets(Iterator<DeleteTarget> candidates, Predicate<DeleteTarget> meant, RunGate gate, RunContext context) {
        this.candidates = candidates;
        this.meant = meant;
        this.gate = gate;
        this.context = context;
    }

    @Override
    public boolean hasNext() {
        return hasRoom() && isMore(gate::isOpen) && gate.isOpen();
    }

    /** Whether there is more, and room in the reply for it, whether or not it may still be begun. */
    boolean hasRest() {
        return hasRoom() && isMore(() -> true);
    }

    private boolean isMore(BooleanSupplier goOn) {
        while (upcoming.isEmpty() && goOn.getAsBoolean() && hasCandidate()) {
            DeleteTarget candidate = candidates.next();
            if (meant.test(candidate)) {
                upcoming = Optional.of(candidate);
            } else {
                lastKey = Optional.of(candidate.at().key());
            }
        }
        return upcoming.isPresent();
    }

    private boolean hasRoom() {
        return taken < context.mostItems() && characters < context.mostCharacters();
    }

    /** A listing that breaks off ends the run, but must not lose what is being deleted. */
    private boolean hasCandidate() {
        try {
            return broken.isEmpty() && candidates.hasNext();
        } catch (StorageException e) {
            broken = Optional.of(e);
            return false;
        }
    }

    /** The next one, even if the gate has closed meanwhile. */
    @Override
    public DeleteTarget next() {
        if (!isMore(() -> true)) {
            throw new NoSuchElementException("nothing more to delete");
        }
        DeleteTarget next = upcoming.orElseThrow();
        upcoming = Optional.empty();
        lastKey = Optional.of(next.at().key());
        taken++;
        characters += 2L * next.at().toString().length() + ITEM_CHARACTERS;
        return next;
    }

    /** Whether something was not taken that is, or may be, meant. */
    boolean isSomethingLeft() {
        return upcoming.isPresent() || hasCandidate() || broken.isPresent();
    }

    /** Why the listing broke off, if it did. */
    Optional<StorageException> broken() {
        return broken;
    }

    /** The last key that was taken, or passed over. */
    Optional<String> lastKey() {
        return lastKey;
    }
}
