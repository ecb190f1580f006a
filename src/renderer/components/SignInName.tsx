/** A sign-in name, broken after its `@` where it has to be broken. */
export function SignInName({ text }: { text: string }) {
  const at = text.lastIndexOf('@') + 1;
  return (
    <bdi dir="auto">
      {text.slice(0, at)}
      <wbr />
      {text.slice(at)}
    </bdi>
  );
}
