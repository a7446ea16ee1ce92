# One image for each app: docker build --build-arg APP=gateway -t meldingsformidler-gateway .
# APP is gateway, receipts, console or sandbox (the sandbox is never part of a production start).

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json ./
COPY apps ./apps
COPY libs ./libs
RUN npm run build && npm prune --omit=dev

FROM node:24-slim
ARG APP=gateway
ENV NODE_ENV=production \
    APP=${APP} \
    BIND_ADDRESS=0.0.0.0 \
    DOCUMENTS_DIR=/app/var/documents
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/apps/console/public ./apps/console/public
COPY config ./config
RUN mkdir -p var/documents && chown -R node:node var
USER node
VOLUME /app/var/documents
# gateway 8080, receipts 8081, console 8082
EXPOSE 8080 8081 8082
# exec: node is process 1 and gets SIGTERM, so that it drains.
CMD ["/bin/sh", "-c", "exec node --enable-source-maps dist/apps/$APP/src/main.js"]
