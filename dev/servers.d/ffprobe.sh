# ffprobe, which serves nothing: tests run it themselves. Its build is the LGPL one inside of the JavaCPP presets.
version=8.1.2
about="no server: reads the videos that have no reader of ours (FFmpeg; needs a JDK)"
program=ffprobe

install() {
    local platform
    case "$(uname -s) $(uname -m)" in
    "Linux x86_64") platform=linux-x86_64 ;;
    "Linux aarch64" | "Linux arm64") platform=linux-arm64 ;;
    "Darwin x86_64") platform=macosx-x86_64 ;;
    "Darwin arm64") platform=macosx-arm64 ;;
    *) die "ffprobe is not known for $(uname -s) on $(uname -m)" ;;
    esac
    JAVA_HOME=$("$here/jdk") || return 1
    export JAVA_HOME
    # Stands for the artifact's parent, of which nothing is needed, and which not every repository has.
    cat >"$1/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.bytedeco</groupId>
  <artifactId>javacpp-presets</artifactId>
  <version>1.5.14</version>
  <packaging>pom</packaging>
</project>
POM
    bounded 900 "$here/../mvnw" -q -B -f "$1/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.7.0:unpack \
        -Dartifact="org.bytedeco:ffmpeg:$version-1.5.14:jar:$platform" -DoutputDirectory="$1/jar" \
        -Dmdep.unpack.includes="org/bytedeco/ffmpeg/$platform/*" || return 1
    mv "$1/jar/org/bytedeco/ffmpeg/$platform" "$1/lib"
    rm -rf "$1/jar" "$1/lib"/libjni* "$1/lib"/jni* "$1/lib/ffmpeg"
    chmod +x "$1/lib/ffprobe"
    # It is linked with PulseAudio's library, of which it calls nothing; where there is none, another stands for it.
    case "$platform" in
    linux-*) ldconfig -p 2>/dev/null | grep -q 'libpulse\.so\.0' || ln -s libdrm.so.2 "$1/lib/libpulse.so.0" ;;
    esac
    cat >"$1/$program" <<'WRAPPER'
#!/bin/sh
lib=$(dirname "$0")/lib
LD_LIBRARY_PATH=$lib exec "$lib/ffprobe" "$@"
WRAPPER
    chmod +x "$1/$program"
    "$1/$program" -version >/dev/null 2>&1 || die "ffprobe does not start: $("$1/$program" -version 2>&1 | tail -n 1)"
}

run() { die "ffprobe is a program, and no server"; }
