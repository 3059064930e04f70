# Starts the program given as an argument and talks to it at 127.0.0.1:PORT: sends "abc", closes that side, and prints
# what comes back.
import socket
import subprocess
import sys
import time

port, program = int(sys.argv[1]), sys.argv[2]
with subprocess.Popen(["env", "-i", program]) as process:
    for _ in range(500):
        try:
            connection = socket.create_connection(("127.0.0.1", port), timeout=20)
            break
        except ConnectionRefusedError:
            time.sleep(0.02)
    else:
        process.kill()
        sys.exit("nobody listens")
    connection.sendall(b"abc")
    connection.shutdown(socket.SHUT_WR)
    answer = b""
    while part := connection.recv(100):
        answer += part
    print(answer.decode())
sys.exit(process.returncode)
