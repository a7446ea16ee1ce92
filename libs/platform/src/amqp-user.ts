/** The user name in an AMQP URL; RabbitMQ's own default when it names none. */
export function amqpUserOf(url: string): string {
  return decodeURIComponent(new URL(url).username) || 'guest';
}
