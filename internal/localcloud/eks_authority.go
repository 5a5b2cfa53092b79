package localcloud

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	"time"
)

// certificateAuthority is a real certificate that signs itself, in the form in
// which a cluster answers it: base64 over PEM. It is made from the seed alone,
// so the same cluster always gets the same one.
func certificateAuthority(seed string) (string, error) {
	bytes, err := hex.DecodeString(seed)
	if err != nil || len(bytes) != ed25519.SeedSize {
		return "", fmt.Errorf("%q is no seed of a certificate", seed)
	}
	key := ed25519.NewKeyFromSeed(bytes)
	from, err := time.Parse(time.RFC3339, simulatedTime)
	if err != nil {
		return "", fmt.Errorf("the simulated time: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes(bytes[:8]), Subject: pkix.Name{CommonName: "kubernetes"}, DNSNames: []string{"kubernetes"},
		NotBefore: from, NotAfter: from.AddDate(10, 0, 0), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key) // Ed25519 signs without randomness
	if err != nil {
		return "", fmt.Errorf("making the certificate authority of a cluster: %w", err)
	}
	return base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})), nil
}
