/**
 * Id of our transport. Handlers name it (`@EventPattern<string>('letter', POST_AMQP)`), so that no other transport of the
 * same app binds them too, and this one binds nobody else's.
 */
export const POST_AMQP = Symbol('POST_AMQP');
