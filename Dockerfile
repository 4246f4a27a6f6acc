FROM maven:3.9-eclipse-temurin-17 AS build
ARG COMMIT=unknown
WORKDIR /src
COPY . .
RUN mvn -q -B -pl mainstay-server -am -DskipTests -Dspotless.check.skip \
      -Dmainstay.commit=${COMMIT} package

FROM eclipse-temurin:17-jre
# A fixed number, so that the owner of a mounted volume can be set from outside.
RUN groupadd --gid 7070 mainstay \
    && useradd --uid 7070 --gid mainstay --no-create-home --shell /usr/sbin/nologin mainstay \
    && install -d -o mainstay -g mainstay -m 0700 /data
COPY --from=build /src/mainstay-server/target/app /app
USER mainstay
WORKDIR /data
VOLUME /data
EXPOSE 7070
ENV MAINSTAY_JAVA_OPTS=""
# bash opens the socket itself: the image needs no curl.
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/7070 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["sh", "-c", "exec java -XX:+UseSerialGC -Xmx192m $MAINSTAY_JAVA_OPTS -jar /app/mainstay-server.jar \"$@\"", "mainstay"]
# Bound beyond loopback it refuses to start without API keys, and says how to give them.
CMD ["serve", "--host", "0.0.0.0", "--data", "/data"]
