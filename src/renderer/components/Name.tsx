/** A text that may come from the network: shown as text, in whichever direction it runs, without turning what stands around it. */
export function Name({ text }: { text: string }) {
  return <bdi dir="auto">{text}</bdi>;
}
