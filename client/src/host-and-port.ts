/** An emulator's address, `host:port`, in the two parts that the Firebase SDK asks for. */
export function hostAndPort(address: string): [host: string, port: number] {
  const { hostname, port } = new URL(`http://${address}`);
  return [hostname, Number(port)];
}
