package io.mediafn.media.video.matroska;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Pieces;
import io.mediafn.media.read.Window;
import io.mediafn.media.video.FirstFrame;
import io.mediafn.media.video.Rational;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What the first frames of a video say, as far as it costs little: the size of the picture, and how fast they follow. */
final class FirstFrames {
    /** A codec says its size in fewer bytes. */
    private static final int FRAME_START = 300;

    private final Window window;
    private final EbmlReader reader;
    private final Segment segment;
    private final Track track;
    private Optional<FirstFrame> first = Optional.empty();
    private boolean looked;
    private boolean exact = true;

    FirstFrames(Window window, EbmlReader reader, Segment segment, Track track) {
        this.window = window;
        this.reader = reader;
        this.segment = segment;
        this.track = track;
    }

    /** What the first frame says; empty if that is not told there, or not among the bytes that are here already. */
    Optional<FirstFrame> first(CodecFacts codec) {
        OptionalLong cluster = looked ? OptionalLong.empty() : segment.firstClusterHere();
        if (cluster.isPresent()) {
            BlockWalk walk = new BlockWalk(window, reader, cluster.getAsLong());
            while (!looked && walk.isHere()) {
                walk.next().filter(block -> block.track() == track.number).ifPresent(block -> look(codec, block));
            }
        }
        return first;
    }

    /** Guesses as ffprobe does, from as many frames as it looks at; reads on for them. */
    FrameRateGuess.Result guessRate(CodecFacts codec, Rational timeBase) {
        OptionalLong start = segment.firstCluster();
        if (start.isEmpty()) {
            return new FrameRateGuess(codec.withoutFrames().forGuess(), timeBase).result();
        }
        BlockWalk walk = new BlockWalk(window, reader, start.getAsLong());
        Set<Long> unheard = new HashSet<>();
        segment.tracks.stream().filter(Track::isAudio).forEach(sound -> unheard.add(sound.number));
        Optional<FrameRateGuess> guess = Optional.empty();
        boolean goesOn = true;
        while (goesOn) {
            Optional<BlockWalk.Block> block = walk.next();
            if (block.isEmpty()) {
                break;
            }
            unheard.remove(block.get().track());
            if (block.get().track() == track.number) {
                look(codec, block.get());
                if (guess.isEmpty()) {
                    guess = Optional.of(new FrameRateGuess(
                            first.map(codec::with).orElse(codec).forGuess(), timeBase));
                }
                goesOn = add(guess.get(), block.get(), timeBase);
            }
            // ffprobe also goes on until it has heard every sound; that is worth no request.
            boolean enough = guess.isPresent() && guess.get().isEnough();
            goesOn &= !enough || (!guess.get().isSettled() && !unheard.isEmpty() && walk.isHere());
        }
        boolean settled =
                guess.isPresent() && (guess.get().isEnough() || guess.get().isSettled());
        exact = (settled || !walk.isExhausted()) && !codec.mayStateMore();
        return guess.orElseGet(() -> new FrameRateGuess(codec.withoutFrames().forGuess(), timeBase))
                .result();
    }

    /** Whether ffprobe would have come to the same guess; false if it reads more than we do. */
    boolean isExact() {
        return exact;
    }

    private boolean add(FrameRateGuess guess, BlockWalk.Block block, Rational timeBase) {
        boolean goesOn = true;
        long delay = Math.round(track.codecDelay / (1e9 * timeBase.value()));
        long time = block.time() - delay;
        for (int i = 0; i < block.frames() && goesOn; i++) {
            long duration = part(block, i + 1) - part(block, i);
            goesOn = guess.add(time, duration);
            time = duration == 0 ? FrameRateGuess.NO_TIME : time + duration;
        }
        return goesOn;
    }

    /** How long the first frames of a block last together. */
    private static long part(BlockWalk.Block block, int frames) {
        return block.duration() / block.frames() * frames + block.duration() % block.frames() * frames / block.frames();
    }

    private void look(CodecFacts codec, BlockWalk.Block block) {
        if (looked) {
            return;
        }
        looked = true;
        Encodings encodings = track.encodings;
        long here = Math.min(FRAME_START, block.end() - block.content());
        boolean readable = !encodings.encrypted && !encodings.framesChanged && block.frames() == 1;
        if (readable && window.fetched(block.content(), here)) {
            Bytes frame = new Pieces(window)
                    .add(encodings.strippedOffset, encodings.strippedLength)
                    .add(block.content(), here);
            first = FirstFrame.read(codec.name(), frame, here + encodings.strippedLength);
        }
    }
}
