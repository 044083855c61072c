package server;

/** An error answer of S3. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    final int status;
    final String code;

    Refusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static Refusal noSuchKey() {
        return new Refusal(404, "NoSuchKey", "The specified key does not exist.");
    }

    static Refusal noSuchUpload() {
        return new Refusal(404, "NoSuchUpload", "The specified upload does not exist.");
    }

    static Refusal precondition(String condition) {
        return new Refusal(412, "PreconditionFailed", "The precondition " + condition + " did not hold.");
    }

    static Refusal invalid(String message) {
        return new Refusal(400, "InvalidArgument", message);
    }
}
