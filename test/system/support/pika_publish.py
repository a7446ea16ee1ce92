"""A sender that has nothing of ours: publishes standard input with pika, confirmed, and says so."""
import sys

import pika

url, exchange, routing_key, user = sys.argv[1:5]
connection = pika.BlockingConnection(pika.URLParameters(url))
channel = connection.channel()
channel.confirm_delivery()
channel.basic_publish(
    exchange=exchange,
    routing_key=routing_key,
    body=sys.stdin.buffer.read(),
    properties=pika.BasicProperties(content_type="application/json", delivery_mode=2, user_id=user),
    mandatory=True,
)
connection.close()
print("confirmed")
