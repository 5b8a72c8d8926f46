/** The number where a person answers. */
export const HelpLine = () => (
  <a class="keep" href="tel:+254709555010">
    0709 555 010
  </a>
);
