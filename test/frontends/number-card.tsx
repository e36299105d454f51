import { useState } from "react";
import { useNumber, useRegistration } from "whatsapp-registration-client/react";

export function NumberCard({ id }: { readonly id: string }) {
  const number = useNumber(id);
  const registration = useRegistration(id);
  const [pin, setPin] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setPin("");
        void registration.register({ pin });
      }}
    >
      <h2>{number.state === "known" ? number.document.lifecycle : number.state}</h2>
      <label>
        Two-step PIN <input value={pin} onChange={(event) => setPin(event.target.value)} inputMode="numeric" />
      </label>
      <button disabled={registration.state === "registering"}>Register</button>
      <p role="status">
        {registration.state === "answered" && registration.result.status}
        {registration.state === "failed" && registration.error.message}
      </p>
    </form>
  );
}
