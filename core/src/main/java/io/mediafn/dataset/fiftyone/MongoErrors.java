package io.mediafn.dataset.fiftyone;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import java.util.Set;

/** From the driver's errors to ours. */
final class MongoErrors {
    /** Unauthorized, and AuthenticationFailed. */
    private static final Set<Integer> DENIED = Set.of(13, 18);
    /** Of a network that fails, a server that shuts down, and one that is another's secondary now. */
    private static final Set<Integer> PASSING_CODES =
            Set.of(6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436);
    /** Labels of what a replica set can't do at the moment. */
    private static final Set<String> PASSING = Set.of("RetryableWriteError", "TransientTransactionError");

    private MongoErrors() {}

    static DatasetException toDatasetException(String what, MongoException e) {
        return switch (kind(e)) {
            case DENIED -> new DatasetException(Kind.DENIED, what + ": the database denies it: " + shortMessage(e), e);
            case UNAVAILABLE ->
                new DatasetException(Kind.UNAVAILABLE, what + ": the database does not answer: " + shortMessage(e), e);
            default -> new DatasetException(Kind.INVALID, what + ": the database refuses it: " + shortMessage(e), e);
        };
    }

    private static Kind kind(MongoException e) {
        if (e instanceof MongoSecurityException || DENIED.contains(code(e))) {
            return Kind.DENIED;
        }
        boolean passing = e instanceof MongoTimeoutException
                || e instanceof MongoSocketException
                || e instanceof MongoNotPrimaryException
                || e instanceof MongoNodeIsRecoveringException
                || e instanceof MongoExecutionTimeoutException
                || e instanceof MongoInterruptedException
                // Waited for a connection that another thread found to be broken.
                || e instanceof MongoConnectionPoolClearedException
                || e instanceof MongoServerUnavailableException
                || PASSING_CODES.contains(code(e))
                || PASSING.stream().anyMatch(e::hasErrorLabel);
        return passing ? Kind.UNAVAILABLE : Kind.INVALID;
    }

    private static int code(MongoException e) {
        return e instanceof MongoBulkWriteException bulk
                        && !bulk.getWriteErrors().isEmpty()
                ? bulk.getWriteErrors().getFirst().getCode()
                : e.getCode();
    }

    /** Its first sentence: what follows is the driver's view of the whole cluster. */
    private static String shortMessage(MongoException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf(". ");
        return end < 0 ? message : message.substring(0, end);
    }
}
